import '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { HttpProblem, badRequest } from './problem.ts'

const MEGABYTE = 1024 * 1024

export interface Spooled {
  readonly path: string
  readonly sizeBytes: number
  /** As the sender calls it; empty if it was sent without a name. */
  readonly fileName: string
}

/** Writes what is uploaded to a file of its own, without ever holding it whole. */
export async function spoolUpload(
  request: FastifyRequest,
  folder: string,
  limit: number,
): Promise<Spooled> {
  const { stream, fileName } = await uploadOf(request)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${randomUUID()}.upload`)
  try {
    const sizeBytes = await write(stream, path, limit)
    if (sizeBytes === 0) throw noFile('The file is empty.')
    return { path, sizeBytes, fileName }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

async function write(stream: Readable, path: string, limit: number): Promise<number> {
  await using file = await open(path, 'wx', 0o600)
  let sizeBytes = 0
  // Not destroyed when it is too large: the answer goes out by the same connection.
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk)
    sizeBytes += bytes.length
    if (sizeBytes > limit) throw tooLarge(limit)
    await file.writeFile(bytes)
  }
  return sizeBytes
}

async function uploadOf(request: FastifyRequest): Promise<{ stream: Readable; fileName: string }> {
  if (!request.isMultipart()) {
    if (!(request.body instanceof Readable)) throw noFile('The request has no body.')
    return { stream: request.body, fileName: '' }
  }
  const file = await request.file()
  if (file === undefined) throw noFile('The form has no file.')
  return { stream: file.file, fileName: file.filename }
}

function noFile(detail: string): HttpProblem {
  return badRequest(
    detail,
    'Send the report as the part "file" of multipart/form-data, or as the body itself.',
  )
}

function tooLarge(limit: number): HttpProblem {
  return new HttpProblem(413, {
    code: 'too-large',
    title: 'Too large',
    detail: `The report has more than ${Math.ceil(limit / MEGABYTE)} MB.`,
    remedy: 'Split the scan, or have the scanner leave out the contents of files and code flows.',
    // What is still on its way is not read.
    headers: { connection: 'close' },
  })
}
