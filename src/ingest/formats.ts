import { bandit } from './code/bandit.ts'
import { gitleaks } from './code/gitleaks.ts'
import { semgrep } from './code/semgrep.ts'
import { defectDojo } from './generic/defectdojo.ts'
import { emptyList } from './generic/empty-list.ts'
import { lockstep } from './generic/lockstep.ts'
import { checkOther, otherFormat } from './other-format.ts'
import { csaf } from './packages/csaf.ts'
import { cyclonedx } from './packages/cyclonedx.ts'
import { cyclonedxXml } from './packages/cyclonedx-xml.ts'
import { dependencyCheck } from './packages/dependency-check.ts'
import { grype, grypeLines } from './packages/grype.ts'
import { npmAudit } from './packages/npm-audit.ts'
import { openVex } from './packages/openvex.ts'
import { osvScanner } from './packages/osv-scanner.ts'
import { trivy } from './packages/trivy.ts'
import { shapeOfHead, shapeOfWhole } from './report-shape.ts'
import { ReportError, type Report, type ReportFormat, type Shape, type Source } from './report.ts'
import { sarif } from './sarif/sarif.ts'
import { burpXml } from './web/burp-xml.ts'
import { nuclei, nucleiList } from './web/nuclei.ts'
import { zap } from './web/zap.ts'
import { zapXml } from './web/zap-xml.ts'

const XML_FORMATS: readonly ReportFormat[] = [cyclonedxXml, zapXml, burpXml]

const JSON_FORMATS: readonly ReportFormat[] = [
  sarif,
  cyclonedx,
  openVex,
  csaf,
  trivy,
  grype,
  grypeLines,
  npmAudit,
  osvScanner,
  dependencyCheck,
  bandit,
  semgrep,
  gitleaks,
  zap,
  nuclei,
  nucleiList,
  defectDojo,
  lockstep,
  emptyList,
]

/** Every format that is read, the most telling first. */
export const FORMATS: readonly ReportFormat[] = [...JSON_FORMATS, ...XML_FORMATS]

/** Opens a report by what is in it; its name is not asked. */
export async function openReport(source: Source): Promise<Report> {
  try {
    const head = await shapeOfHead(source)
    const format = formatOf(head)
    if (format !== undefined) return await format.open(source)
    if (head.kind === 'xml') throw new ReportError(...otherFormat(head))
    checkOther(head)
    const whole = await shapeOfWhole(source, head)
    const late = formatOf(whole)
    if (late === undefined) throw new ReportError(...otherFormat(whole))
    return await late.open(source)
  } catch (error) {
    throw error instanceof ReportError ? await withLine(error, source) : error
  }
}

function formatOf(shape: Shape): ReportFormat | undefined {
  // A root may be called what a key of JSON is: cppcheck's is `results`.
  const formats = shape.kind === 'xml' ? XML_FORMATS : JSON_FORMATS
  return formats.find((format) => format.recognises(shape))
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
