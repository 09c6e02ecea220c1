import type { ExistingAnswer, Severity } from '../../../../src/http/contract.ts'

/** What a person has picked so far of "N vulnerabilities are waiting". */
export interface AnswerDraft {
  readonly choice: 'send' | 'new_only' | 'severities' | 'later' | null
  readonly severities: readonly Severity[]
}

export const NO_ANSWER: AnswerDraft = { choice: null, severities: [] }

/** `later` is an answer too: the vulnerabilities are held and say so. */
export function isAnswered({ choice, severities }: AnswerDraft): boolean {
  return choice !== null && (choice !== 'severities' || severities.length > 0)
}

export function answerOf({ choice, severities }: AnswerDraft): ExistingAnswer | undefined {
  if (choice === 'send' || choice === 'new_only') return { answer: choice }
  if (choice !== 'severities' || severities.length === 0) return undefined
  return { answer: 'severities', severities: [...severities] }
}
