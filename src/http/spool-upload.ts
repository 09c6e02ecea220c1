import '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { HttpProblem, badRequest } from './problem.ts'

const MEGABYTE = 1024 * 1024
/** The largest report that is taken. */
export const UPLOAD_LIMIT = 200 * MEGABYTE

export interface Spooled {
  readonly path: string
  readonly sizeBytes: number
  /** As the sender calls it; empty if it was sent without a name. */
  readonly fileName: string
}

/** Writes what is uploaded to a file of its own, without ever holding it whole. */
export async function spoolUpload(request: FastifyRequest, folder: string): Promise<Spooled> {
  const { stream, fileName } = await uploadOf(request)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${randomUUID()}.upload`)
  let sizeBytes = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length
      done(sizeBytes > UPLOAD_LIMIT ? tooLarge() : null, chunk)
    },
  })
  try {
    await pipeline(stream, counted, createWriteStream(path, { mode: 0o600, flags: 'wx' }))
    if (sizeBytes === 0) throw noFile('The file is empty.')
    return { path, sizeBytes, fileName }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
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

function tooLarge(): HttpProblem {
  return new HttpProblem(413, {
    code: 'too-large',
    title: 'Too large',
    detail: 'The report has more than 200 MB.',
    remedy: 'Split the scan, or have the scanner leave out the contents of files and code flows.',
    // What is still on its way is not read.
    headers: { connection: 'close' },
  })
}
