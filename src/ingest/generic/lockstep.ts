import { z } from 'zod'
import { TYPES } from '../../vulnerability/evidence.ts'
import { normaliseCode, normalisePath, spotFingerprint } from '../../vulnerability/fingerprint.ts'
import { SEVERITIES } from '../../vulnerability/severity.ts'
import { advisory, advisoryOf } from '../advisory.ts'
import type { Taken } from '../json-walk.ts'
import { readJson, type Reading } from '../json-report.ts'
import { codeOf, textOf } from '../loose.ts'
import { maskSecrets } from '../mask.ts'
import { packageFingerprint } from '../package-finding.ts'
import { present } from '../present-evidence.ts'
import { ReportError, type Item, type ReportFormat } from '../report.ts'

const ADVICE = 'docs/findings.md describes the format.'

const text = (max: number) => z.string().transform((value) => textOf(value, max))
const code = z.string().transform((value) => codeOf(value))

const Evidence = z.strictObject({
  fileName: text(4000).optional(),
  firstLine: z.int().min(1).max(1e9).optional(),
  vulnerableLine: code.optional(),
  codeSnippet: code.optional(),
  url: text(4000).optional(),
  method: text(20).optional(),
  parameters: text(1000).optional(),
  request: code.optional(),
  response: code.optional(),
  package: text(300).optional(),
  affectedVersion: text(300).optional(),
  patchedVersion: text(300).optional(),
  cve: text(100).optional(),
  aliases: z.array(text(100)).max(50).optional(),
  cvss: z.number().min(0).max(10).optional(),
  address: text(300).optional(),
  port: z.int().min(1).max(65_535).optional(),
  protocol: text(20).optional(),
})

const OwnFinding = z.strictObject({
  rule: text(500).refine((rule) => rule !== '', 'must not be empty'),
  title: text(300).refine((title) => title !== '', 'must not be empty'),
  severity: z.enum(SEVERITIES),
  type: z.enum(TYPES).default('SAST'),
  description: text(20_000).default(''),
  solution: text(20_000).default(''),
  reference: text(4000).default(''),
  category: text(100).default(''),
  fingerprint: text(500).default(''),
  id: text(300).default(''),
  suppressed: z.boolean().default(false),
  evidence: Evidence.default({}),
})
type OwnFinding = z.output<typeof OwnFinding>

/** Our own JSON, for scanners nobody else knows. We define it, so what does not fit is an error. */
export const lockstep: ReportFormat = {
  name: 'Lockstep JSON',
  recognises: ({ keys }) => keys.has('lockstep') && keys.has('findings'),
  open: (source) => readJson(source, reading()),
}

function reading(): Reading {
  let tool = ''
  let version: unknown = 1
  return {
    entries: ['findings.*'],
    before: ['lockstep', 'tool', 'findings.*'],
    counted: ['findings.*'],
    learn(taken) {
      if (taken.pattern === 'tool') tool = textOf(taken.value, 200)
      else if (taken.pattern === 'lockstep') version = taken.value
      // Here already, so that an error in the last one is told before the first is taken.
      else parsed(taken)
    },
    describe() {
      if (version !== 1)
        throw new ReportError('only version 1 is read', ADVICE, { path: 'lockstep' })
      if (tool === '') throw new ReportError('the tool has no name', ADVICE, { path: 'tool' })
      return { tool, format: 'Lockstep JSON 1' }
    },
    read: (taken) => [itemOf(parsed(taken), tool)],
  }
}

function parsed({ value, path, offset }: Taken): OwnFinding {
  const result = OwnFinding.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const at = [path, ...(issue?.path ?? [])].map(String).join('.')
  throw new ReportError(issue?.message ?? 'not a finding', ADVICE, { path: at, offset })
}

function itemOf(own: OwnFinding, tool: string): Item {
  const { fingerprint: _, id, evidence: given, ...said } = own
  const { aliases = [], ...kept } = given
  const joins = advisory(given.package ?? '', [given.cve ?? '', ...aliases])
  const evidence = { ...kept, fileName: normalisePath(given.fileName ?? '') }
  const hide = (words: string | undefined) =>
    own.type === 'SECRET' && words !== undefined ? maskSecrets(words) : (words ?? '')
  return {
    kind: 'found',
    line: given.firstLine ?? 0,
    column: 0,
    finding: {
      ...said,
      tool,
      toolId: id,
      fingerprint: fingerprintOf(own, tool, evidence.fileName),
      evidence: present({
        ...evidence,
        vulnerableLine: hide(given.vulnerableLine),
        codeSnippet: hide(given.codeSnippet),
      }),
      ...(joins === null ? {} : { advisory: joins }),
    },
  }
}

function fingerprintOf(own: OwnFinding, tool: string, fileName: string): string {
  const { rule, type, fingerprint, title } = own
  const {
    url = '',
    address = '',
    port = '',
    vulnerableLine,
    codeSnippet,
    cve,
    ...its
  } = own.evidence
  const isDependency = type === 'SCA' || type === 'CONTAINER'
  if (fingerprint !== '') return spotFingerprint({ tool, rule, place: '', mark: fingerprint })
  if (isDependency && its.package !== undefined && cve !== undefined) {
    return packageFingerprint(its.package, advisoryOf([cve]))
  }
  const place = fileName || url || `${address}:${port}`
  const mark = normaliseCode(vulnerableLine ?? codeSnippet ?? '') || title
  return spotFingerprint({ tool, rule, place, mark })
}
