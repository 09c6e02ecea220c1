import {
  MAPPED_SEVERITIES,
  type MappedSeverity,
  type TicketAnswer,
} from '../../../../src/http/contract.ts'

/** What a person has picked so far of "this opens 4,812 tickets". */
export interface TicketAnswerDraft {
  readonly choice: TicketAnswer['answer'] | null
  readonly severities: readonly MappedSeverity[]
}

export const NO_ANSWER: TicketAnswerDraft = { choice: null, severities: [] }

export function answerOf({ choice, severities }: TicketAnswerDraft): TicketAnswer | undefined {
  if (choice === 'send' || choice === 'hold') return { answer: choice }
  if (choice === null || severities.length === 0) return undefined
  return { answer: 'severities', severities: [...severities] }
}

/** The same answer, given with the import: the parameter `tickets`. */
export function ticketsOf(draft: TicketAnswerDraft): string | undefined {
  const given = answerOf(draft)
  return given?.answer === 'severities' ? given.severities.join(',') : given?.answer
}

export function withSeverity(
  draft: TicketAnswerDraft,
  severity: MappedSeverity,
  isOn: boolean,
): TicketAnswerDraft {
  const severities = MAPPED_SEVERITIES.filter((each) =>
    each === severity ? isOn : draft.severities.includes(each),
  )
  return { ...draft, severities }
}
