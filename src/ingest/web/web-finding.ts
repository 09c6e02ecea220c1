import { spotFingerprint } from '../../vulnerability/fingerprint.ts'
import { cut } from '../loose.ts'
import { maskHeaders } from '../mask.ts'
import { present } from '../present-evidence.ts'
import type { Problem } from '../problem.ts'
import type { Item } from '../report.ts'

/** What a tool says of something that answers on a network. */
export interface WebProblem extends Problem {
  readonly url: string
  readonly method?: string
  readonly parameters?: string
  readonly request?: string
  readonly response?: string
  readonly cve?: string
  readonly cvss?: number | null
  /** Where it is the same one again: the site or the address. */
  readonly place: string
}

export function webItem(said: WebProblem): Item {
  const { tool, rule, url, place, mark = '' } = said
  if (rule === '') return { kind: 'skipped', reason: 'names no rule', gap: true }
  return {
    kind: 'found',
    line: 0,
    column: 0,
    finding: {
      tool,
      rule,
      title: cut((said.title || rule).replace(/\s+/g, ' '), 300),
      description: said.description,
      solution: said.solution ?? '',
      reference: said.reference ?? '',
      category: said.category ?? '',
      type: said.type ?? 'DAST',
      severity: said.severity,
      fingerprint: spotFingerprint({ tool, rule, place: place || url, mark }),
      toolId: said.toolId ?? '',
      suppressed: said.suppressed ?? false,
      evidence: present({
        url,
        method: said.method ?? '',
        parameters: said.parameters ?? '',
        request: maskHeaders(said.request ?? ''),
        response: maskHeaders(said.response ?? ''),
        cve: said.cve ?? '',
        cvss: said.cvss ?? null,
      }),
    },
  }
}
