import { openReport } from '../../src/ingest/formats.ts'
import { ReportError } from '../../src/ingest/report.ts'
import { openSpool } from '../../src/ingest/spool.ts'

/** What came of one report, read in a process of its own so that its memory can be told. */
export interface ReadReport {
  readonly items: number
  /** In the reader's words; empty if it was read. */
  readonly refusal: string
  readonly ms: number
  readonly peakMb: number
}

const startedAt = performance.now()
const outcome = { items: 0, refusal: '' }
try {
  const report = await openReport(await openSpool(process.argv[2] ?? ''))
  for await (const items of report.items()) outcome.items += items.length
} catch (error) {
  if (!(error instanceof ReportError)) throw error
  outcome.refusal = error.problem
}
const ms = Math.round(performance.now() - startedAt)
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024)
process.stdout.write(JSON.stringify({ ...outcome, ms, peakMb } satisfies ReadReport))
