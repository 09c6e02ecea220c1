import type { Finding } from '../../vulnerability/finding.ts'
import { beginningOf, maskCode, maskWords } from '../mask.ts'

/** The finding without the secret that it is about. */
export function masked(finding: Finding): Finding {
  const { vulnerableLine, codeSnippet, ...evidence } = finding.evidence
  const hidden = (text: string) => (isOneWord(text) ? beginningOf(text.trim()) : maskCode(text))
  const code = `${vulnerableLine ?? ''}\n${codeSnippet ?? ''}`
  return {
    ...finding,
    title: maskWords(finding.title, code),
    description: maskWords(finding.description, code),
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
