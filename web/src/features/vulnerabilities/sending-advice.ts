/** Why a vulnerability has no ticket in step with it, and what a person can do about it. */
import type { Sending, VulnerabilityView } from '../../../../src/http/contract.ts'
import { SENDING_LABELS } from '../../../../src/http/contract.ts'
import type { Tone } from '../../ui/tone-badge.tsx'

export interface Advice {
  readonly tone: Tone
  readonly label: string
  /** Empty where there is nothing to do. */
  readonly whatToDo: string
  /** The page where it can be done, by those who configure. */
  readonly leadsTo: '/policies' | '/integrations/servicenow' | null
}

type Situation = Pick<VulnerabilityView, 'sending' | 'ticket' | 'heldByImport'>

const ADVICE: Record<Sending, Advice> = {
  sent: { tone: 'good', label: 'In step', whatToDo: '', leadsTo: null },
  none: {
    tone: 'neutral',
    label: SENDING_LABELS.none,
    whatToDo:
      'A ticket is made for a vulnerability that is Identified, In Progress or Awaiting Validation, on an asset paired with a ServiceNow table.',
    leadsTo: null,
  },
  held: {
    tone: 'medium',
    label: 'Held',
    whatToDo:
      'It was here before the asset was paired. An administrator answers on the ServiceNow page whether such vulnerabilities are sent; or send this one with “Sync with defect tracker”.',
    leadsTo: '/integrations/servicenow',
  },
  excluded: {
    tone: 'neutral',
    label: SENDING_LABELS.excluded,
    whatToDo: 'Change the policy, or send this one with “Sync with defect tracker”.',
    leadsTo: '/policies',
  },
  unsure: {
    tone: 'low',
    label: SENDING_LABELS.unsure,
    whatToDo:
      'ServiceNow did not say whether it made the ticket. Lockstep looks for it and tries again only when it is certain that there is none. Nothing needs to be done.',
    leadsTo: null,
  },
  refused: {
    tone: 'critical',
    label: SENDING_LABELS.refused,
    whatToDo:
      'Correct what ServiceNow asks for, usually in the project’s fields, then try again with “Sync with defect tracker”.',
    leadsTo: '/integrations/servicenow',
  },
}

/** The question is the import's, and is answered on its page. */
const HELD_BY_IMPORT: Advice = {
  ...ADVICE.held,
  whatToDo:
    'The import opens many tickets at once, and waits until somebody says which of them. Answer there, or send this one with “Sync with defect tracker”.',
  leadsTo: null,
}

export function adviceOf({ sending, ticket, heldByImport }: Situation): Advice {
  if (ticket?.condition === 'gone') {
    return {
      tone: 'high',
      label: 'Ticket gone',
      whatToDo: 'Nothing is made anew by itself. Open a follow-up ticket if the work goes on.',
      leadsTo: null,
    }
  }
  return sending === 'held' && heldByImport !== null ? HELD_BY_IMPORT : ADVICE[sending]
}
