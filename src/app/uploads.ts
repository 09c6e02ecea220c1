import { rm } from 'node:fs/promises'

import type { HttpDeps, Upload } from '../http/deps.ts'
import { HttpProblem } from '../http/problem.ts'
import { importReport } from '../ingest/import-report.ts'
import { ReportError } from '../ingest/report.ts'
import type { Core } from './core.ts'

/**
 * Takes uploads over from the server: answers as soon as the import has a number, goes on in the
 * background, and removes the file in the end. What is wrong from the first byte on is a problem.
 */
export function uploads({ database, installationId, log }: Core): {
  readonly take: HttpDeps['importReport']
  /** Waits for the imports under way. */
  readonly settled: () => Promise<void>
} {
  const underWay = new Set<Promise<unknown>>()

  function take(upload: Upload): Promise<number> {
    const { assetId, fileName, path, actor } = upload
    return new Promise((resolve, reject) => {
      let isAnswered = false
      const answer = (importId: number) => {
        isAnswered = true
        resolve(importId)
      }
      const done = importReport(
        { database, installationId },
        {
          spoolFile: path,
          assetId,
          fileName,
          actor,
          onProgress: ({ importId }) => answer(importId),
        },
      )
        .then(
          ({ importId }) => answer(importId),
          (error: unknown) => {
            if (!(error instanceof ReportError)) log.error({ err: error }, 'an import failed')
            if (!isAnswered) reject(problemOf(error))
          },
        )
        .finally(async () => {
          underWay.delete(done)
          if (isAnswered) await rm(path, { force: true })
        })
      underWay.add(done)
    })
  }

  return {
    take,
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
  }
}

function problemOf(error: unknown): unknown {
  if (!(error instanceof ReportError)) return error
  return new HttpProblem(422, {
    code: 'report-not-readable',
    title: 'The report cannot be imported',
    detail: error.message.replace(` ${error.advice}`, ''),
    remedy: error.advice,
  })
}
