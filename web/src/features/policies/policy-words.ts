import { SEVERITY_LABELS, type AssetPolicyView } from '../../../../src/http/contract.ts'
import { allOf, WORST_FIRST } from './severities-to-send.ts'

type Policy = AssetPolicyView['policy']

/** A policy in two sentences. */
export function policyWords({ send, sendSeverities, createAsIdentified }: Policy): string {
  const begin = createAsIdentified ? 'Identified' : 'Created'
  return `${sentWords(send, sendSeverities)} New ones begin as ${begin}.`
}

function sentWords(send: boolean, severities: Policy['sendSeverities']): string {
  const all = allOf(severities)
  if (!send || all === 'none') return 'Nothing is sent by itself.'
  if (all === 'all') return 'All severities are sent.'
  const sent = WORST_FIRST.filter((severity) => severities.includes(severity))
  return `Sent: ${sent.map((severity) => SEVERITY_LABELS[severity]).join(', ')}.`
}
