import { normaliseCode, normalisePath, spotFingerprint } from '../../vulnerability/fingerprint.ts'
import { countOf, cut } from '../loose.ts'
import { maskCode, maskWords, showsSecret } from '../mask.ts'
import { present } from '../present-evidence.ts'
import type { Problem } from '../problem.ts'
import type { Item } from '../report.ts'

/** What a tool says of one place in the code. */
export interface CodeProblem extends Problem {
  readonly path: string
  readonly line: unknown
  readonly column?: unknown
  readonly code?: string
}

export function codeItem(said: CodeProblem): Item {
  const { tool, rule, path } = said
  if (rule === '') return { kind: 'skipped', reason: 'names no rule', gap: true }
  const own = said.code ?? ''
  const isSecret = showsSecret(said.type ?? 'SAST', said.category ?? '', `${rule} ${said.title}`)
  const hidden = (text: string) => (isSecret ? maskWords(text, own) : text)
  const code = isSecret ? maskCode(own) : own
  const fileName = normalisePath(path)
  const line = countOf(said.line) ?? 0
  const isOneLine = code !== '' && !code.trim().includes('\n')
  return {
    kind: 'found',
    line: line > 1e9 ? 0 : line,
    column: Math.min(countOf(said.column) ?? 0, 1e9),
    finding: {
      tool,
      rule,
      title: cut(hidden(said.title || rule).replace(/\s+/g, ' '), 300),
      description: hidden(said.description),
      solution: said.solution ?? '',
      reference: said.reference ?? '',
      category: said.category ?? '',
      type: said.type ?? 'SAST',
      severity: said.severity,
      fingerprint: spotFingerprint({
        tool,
        rule,
        place: fileName,
        mark: (said.mark ?? '') || normaliseCode(said.code ?? ''),
      }),
      toolId: said.toolId ?? '',
      suppressed: said.suppressed ?? false,
      evidence: present({
        fileName,
        firstLine: line === 0 || line > 1e9 ? null : line,
        vulnerableLine: isOneLine ? code.trim() : '',
        codeSnippet: isOneLine ? '' : code,
      }),
    },
  }
}
