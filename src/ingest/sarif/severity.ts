import { severityOfCvss, type Severity } from '../../vulnerability/severity.ts'
import { numberOf, objectOf, textOf, type Loose } from '../loose.ts'
import { severityOfWord } from '../severity-word.ts'
import type { Rule } from './rule.ts'

const SCORES = [
  'security-severity',
  'cvssv3_baseScore',
  'cvssv3_score',
  'cvssV3BaseScore',
  'cvss3BaseScore',
  'cvssScore',
  'cvss',
  'cvssv2_score',
] as const
const WORDS = [
  'security-severity',
  'issue_severity',
  'severity',
  'Severity',
  'securityRisk',
  'DevSkimSeverity',
  'qodanaSeverity',
  'priority',
  'cvssv3_baseSeverity',
  'cvssv2_severity',
] as const
/** With the name of the tool before it: `zizmor/severity`, `contrast_severity`. */
const OF_TOOL = /[/_]severity$/i
const LEVELS: Readonly<Record<string, Severity>> = {
  error: 'HIGH',
  warning: 'MEDIUM',
  note: 'LOW',
  none: 'NOTIFICATION',
  // Infer's.
  advice: 'LOW',
}
/** Dependency-Track's, from the worst on. */
const RANKS: readonly Severity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'NOTIFICATION']
/** PMD's, which writes no level. */
const PRIORITIES: ReadonlyMap<unknown, Severity> = new Map([
  [1, 'HIGH'],
  [2, 'HIGH'],
  [3, 'MEDIUM'],
  [4, 'LOW'],
  [5, 'LOW'],
])

/**
 * CVSS wins, then the scanner's word, then the level. A result's own value goes before its rule's;
 * `undefined` and other stand-ins are passed over.
 */
export function severityOf(
  result: Loose,
  rule: Rule,
  message: string,
): { severity: Severity; cvss: number | null } {
  const places = [objectOf(result['properties']), rule.properties]
  const cvss = scoreIn(places)
  if (cvss === 0 && isUnknown(result, rule)) return { severity: 'MEDIUM', cvss: null }
  const byScore = cvss === null ? null : severityOfCvss(cvss)
  if (byScore !== null) return { severity: byScore, cvss }
  const severity =
    byWord(places, rule.tags) ?? byText(rule, message) ?? byRank(result) ?? byLevel(result, rule)
  return { severity, cvss: null }
}

/** Trivy, Grype and JFrog write a score of 0 for an advisory that nobody has scored yet. */
function isUnknown(result: Loose, { tags, help }: Rule): boolean {
  const ofXray = objectOf(result['properties'])['applicability'] !== undefined
  return (
    tags.some((tag) => /^unknown$/i.test(tag)) ||
    /^Severity: {0,5}unknown$/im.test(help) ||
    (ofXray && result['level'] === 'none')
  )
}

function scoreIn(places: readonly Loose[]): number | null {
  for (const place of places) {
    for (const name of SCORES) {
      const score = numberOf(place[name])
      if (score !== null && score <= 10) return score
    }
  }
  return null
}

function byWord(places: readonly Loose[], tags: readonly string[]): Severity | null {
  for (const place of places) {
    for (const names of [WORDS, Object.keys(place).filter((key) => OF_TOOL.test(key))]) {
      for (const name of names) {
        const severity = severityOfWord(textOf(place[name], 40))
        if (severity !== null) return severity
      }
    }
  }
  for (const tag of tags) {
    const severity = severityOfWord(tag)
    if (severity !== null) return severity
  }
  return null
}

/** Snyk's rules begin with it: `Low severity - …`; Orca's messages have a line of it, Endor's words. */
function byText({ title }: Rule, message: string): Severity | null {
  const ofRule = /^(\w{1,20}) severity\b/i.exec(title)?.[1]
  if (ofRule !== undefined) return severityOfWord(ofRule)
  // Looked for first: the patterns cost more than all else that is asked of a message.
  if (!message.includes('everity')) return null
  const ofResult = /^Severity: {0,5}(\w{1,20})$/im.exec(message)?.[1]
  const inWords = /\b(\w{1,20}) severity vulnerability\b/i.exec(message)?.[1]
  return severityOfWord(ofResult ?? inWords ?? '')
}

function byRank(result: Loose): Severity | null {
  const { cvssV3BaseScore, severityRank } = objectOf(result['properties'])
  return cvssV3BaseScore === undefined ? null : (RANKS[numberOf(severityRank) ?? -1] ?? null)
}

function byLevel(result: Loose, rule: Rule): Severity {
  return (
    ofLevel(result['level']) ??
    otherLevel(result) ??
    ofLevel(rule.level) ??
    ofPriority(rule.properties) ??
    'MEDIUM'
  )
}

/** What converts other formats keeps their word of it beside a level that it leaves out. */
function otherLevel(result: Loose): Severity | null {
  const { severity, Severity, Level } = objectOf(result['properties'])
  return ofLevel(severity) ?? ofLevel(Severity) ?? ofLevel(Level)
}

/** Infer, golangci-lint and others write a severity where a level should be. */
function ofLevel(value: unknown): Severity | null {
  if (typeof value !== 'string') return null
  const level = value.trim().toLowerCase()
  return Object.hasOwn(LEVELS, level) ? (LEVELS[level] ?? null) : severityOfWord(level)
}

function ofPriority({ priority, ruleset }: Loose): Severity | null {
  return ruleset === undefined ? null : (PRIORITIES.get(priority) ?? null)
}
