import type { Finding } from '../../vulnerability/finding.ts'
import { cut } from '../loose.ts'
import { maskSecrets } from '../mask.ts'

/** The finding without the secret that it is about. */
export function masked(finding: Finding): Finding {
  const { vulnerableLine, codeSnippet, ...evidence } = finding.evidence
  const hidden = (text: string) => (isOneWord(text) ? beginning(text) : maskSecrets(text))
  return {
    ...finding,
    title: maskSecrets(finding.title),
    description: maskSecrets(finding.description),
    evidence: {
      ...evidence,
      ...(vulnerableLine === undefined ? {} : { vulnerableLine: hidden(vulnerableLine) }),
      ...(codeSnippet === undefined ? {} : { codeSnippet: hidden(codeSnippet) }),
    },
  }
}

/** What gitleaks shows is the secret itself, however little it looks like one. */
function isOneWord(text: string): boolean {
  return /^\S+$/.test(text.trim())
}

function beginning(secret: string): string {
  const text = secret.trim()
  return `${cut(text, Math.min(4, Math.floor(text.length / 4)))}…`
}
