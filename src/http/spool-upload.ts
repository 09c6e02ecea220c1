import '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { HttpProblem, badRequest } from './problem.ts'

const MEGABYTE = 1024 * 1024
/** The files of one scan; a form with more is refused. */
export const MOST_FILES = 50

export interface Spooled {
  readonly path: string
  readonly sizeBytes: number
  /** As the sender calls it; empty if it was sent without a name. */
  readonly name: string
}

/**
 * Writes each file of an upload to one of its own, without ever holding it whole. `limit` is for all
 * of them together.
 */
export async function spoolUpload(
  request: FastifyRequest,
  folder: string,
  limit: number,
): Promise<Spooled[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const spooled: Spooled[] = []
  let room = limit
  try {
    for await (const { stream, name } of filesOf(request)) {
      const path = join(folder, `${randomUUID()}.upload`)
      // Before it is written: what is half there must go as well.
      spooled.push({ path, sizeBytes: 0, name })
      const sizeBytes = await write(stream, path, room, limit)
      if (sizeBytes === 0) throw noFile(name === '' ? 'The file is empty.' : `${name} is empty.`)
      room -= sizeBytes
      spooled[spooled.length - 1] = { path, sizeBytes, name }
    }
    if (spooled.length === 0) throw noFile('The form has no file.')
    return spooled
  } catch (error) {
    await removeSpooled(spooled)
    throw error
  }
}

export async function removeSpooled(files: readonly { readonly path: string }[]): Promise<void> {
  for (const { path } of files) await rm(path, { force: true })
}

async function write(stream: Readable, path: string, room: number, limit: number): Promise<number> {
  let sizeBytes = 0
  async function* counted(): AsyncGenerator<Buffer> {
    // Not destroyed when it is too large: the answer goes out by the same connection.
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Buffer
      sizeBytes += bytes.length
      if (sizeBytes > room) throw tooLarge(limit)
      yield bytes
    }
  }
  // What has come while the disk was busy is written at once.
  const options = { flags: 'wx', mode: 0o600, highWaterMark: MEGABYTE }
  await pipeline(counted, createWriteStream(path, options))
  return sizeBytes
}

async function* filesOf(
  request: FastifyRequest,
): AsyncGenerator<{ stream: Readable; name: string }> {
  if (request.isMultipart()) {
    const limits = { files: MOST_FILES, parts: MOST_FILES + 10 }
    for await (const part of request.files({ limits })) {
      yield { stream: part.file, name: part.filename }
    }
    return
  }
  if (!(request.body instanceof Readable)) throw noFile('The request has no body.')
  yield { stream: request.body, name: '' }
}

function noFile(detail: string): HttpProblem {
  return badRequest(
    detail,
    'Send each report as a part "file" of multipart/form-data, or one as the body itself.',
  )
}

function tooLarge(limit: number): HttpProblem {
  return new HttpProblem(413, {
    code: 'too-large',
    title: 'Too large',
    detail: `The upload has more than ${Math.ceil(limit / MEGABYTE)} MB.`,
    remedy: 'Split the scan, or have the scanner leave out the contents of files and code flows.',
    // What is still on its way is not read.
    headers: { connection: 'close' },
  })
}
