import { access, constants, stat } from 'node:fs/promises'

import { CommandFailure, EXIT } from './failure.ts'

export interface ReportFile {
  readonly path: string
  readonly size: number
}

/** Refuses what cannot be sent before anything is asked of the server. */
export async function reportFile(path: string): Promise<ReportFile> {
  const found = await stat(path).catch((cause: unknown) => {
    throw unusable(`there is no file ${path}`, cause)
  })
  if (!found.isFile()) throw unusable(`${path} is not a file`)
  if (found.size === 0) {
    throw new CommandFailure(`${path} is empty`, {
      exitCode: EXIT.failed,
      remedy: 'See what the scanner said: it has written nothing.',
    })
  }
  await access(path, constants.R_OK).catch((cause: unknown) => {
    throw unusable(`${path} may not be read`, cause)
  })
  return { path, size: found.size }
}

function unusable(message: string, cause?: unknown): CommandFailure {
  return new CommandFailure(message, { exitCode: EXIT.usage, cause })
}
