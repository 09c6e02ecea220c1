import type { Logger } from 'pino'
import type { ImportDeps, ImportRequest, ImportSummary } from '../ingest/import-report.ts'
import type { HttpDeps, Upload } from './deps.ts'
import { removeSpooled } from './spool-upload.ts'

type Import = (deps: ImportDeps, request: ImportRequest) => Promise<ImportSummary>

export interface BackgroundImports {
  readonly importReport: HttpDeps['importReport']
  /** Waits for the imports under way. */
  readonly settled: () => Promise<void>
}

/**
 * Answers as soon as the import has a number, and goes on behind the answer. What is wrong with
 * the file before that is the answer; what is wrong later is kept with the import.
 */
export function backgroundImports(run: Import, deps: ImportDeps, log: Logger): BackgroundImports {
  const underWay = new Set<Promise<void>>()
  return {
    async importReport(upload: Upload): Promise<number> {
      const { promise, resolve, reject } = Promise.withResolvers<number>()
      const work = toTheEnd(run, deps, upload, resolve).catch((error: unknown) => {
        log.info({ err: error }, 'an import failed')
        // Without effect once there is a number: then the reason is kept with the import.
        reject(error)
      })
      underWay.add(work)
      void work.then(() => underWay.delete(work))
      return promise
    },
    async settled() {
      await Promise.all(underWay)
    },
  }
}

async function toTheEnd(
  run: Import,
  deps: ImportDeps,
  upload: Upload,
  started: (importId: number) => void,
): Promise<void> {
  const onProgress = ({ importId }: { importId: number }) => started(importId)
  try {
    started((await run(deps, { ...upload, onProgress })).importId)
  } finally {
    await removeSpooled(upload.files)
  }
}
