import { ReportError, type Report, type ReportFormat, type Source } from './report.ts'
import { sarif } from './sarif/sarif.ts'

/** Every format that is read, the most telling first. */
export const FORMATS: readonly ReportFormat[] = [sarif]

const HEAD_BYTES = 64 * 1024

/** Opens a report by what is in it; its name is not asked. */
export async function openReport(source: Source): Promise<Report> {
  try {
    const head = await headOf(source)
    const format = FORMATS.find((one) => one.recognises(head)) ?? sarif
    return await format.open(source)
  } catch (error) {
    throw error instanceof ReportError ? await withLine(error, source) : error
  }
}

async function headOf(source: Source): Promise<string> {
  for await (const chunk of source.chunks()) {
    return Buffer.from(chunk.subarray(0, HEAD_BYTES)).toString('utf8')
  }
  return ''
}

/** Lines are counted only when one is wanted: most reports are a single long one. */
export async function withLine(error: ReportError, source: Source): Promise<ReportError> {
  const { offset, line } = error.where
  if (offset === undefined || line !== undefined) return error
  let lines = 1
  let seen = 0
  for await (const chunk of source.chunks('raw')) {
    for (let i = 0; i < chunk.length && seen + i < offset; i++) if (chunk[i] === 0x0a) lines++
    seen += chunk.length
    if (seen >= offset) break
  }
  const where = { ...error.where, line: lines }
  return new ReportError(error.problem, error.advice, where, { cause: error })
}
