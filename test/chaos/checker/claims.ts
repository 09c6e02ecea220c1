import type { Delivery, Evidence, Vulnerability } from './evidence.ts'

/** Lines of Recent deliveries that say what did not happen. */
export function claims(one: Vulnerability, evidence: Evidence): string[] {
  const counted = new Map<string, number>()
  return one.deliveries.flatMap((line) => {
    const updates = updatesOf(line)
    if (updates !== null) {
      const sysId = line.details['sys_id'] ?? ''
      const claimed = (counted.get(sysId + updates.join()) ?? 0) + 1
      counted.set(sysId + updates.join(), claimed)
      const made = writesWith(evidence, sysId, updates)
      return made >= claimed ? [] : [`claimed ${claimed} times, made ${made}: ${said(line)}`]
    }
    return isTrue(line, evidence) ? [] : [`not so: ${said(line)}`]
  })
}

function isTrue({ message, details }: Delivery, evidence: Evidence): boolean {
  const { ledger, bySysId, writes, edits } = evidence
  const sysId = details['sys_id'] ?? ''
  const isThere = () => ledger.deleted.has(sysId) || bySysId.has(sysId)
  if (message.endsWith(' created in ServiceNow') || message.includes(' found in ServiceNow')) {
    return isThere()
  }
  if (message.startsWith('The ticket was deleted')) {
    return ledger.deleted.has(sysId) || ledger.everHidden.has(sysId)
  }
  if (message.startsWith('Another record carries')) {
    return ledger.copies.has(details['copy_sys_id'] ?? '')
  }
  if (message.startsWith('Status taken over')) {
    const { state = '' } = details
    const byPerson = edits.get(sysId)?.some(({ fields }) => fields['state'] === state) === true
    // A database that was restored takes over what its own future had written.
    const byUs = writes.get(sysId)?.some(({ fields, at }) => {
      return at < ledger.restoredAt && fields['state'] === state
    })
    return byPerson || byUs === true || (state === '1' && ledger.restoredAt > 0)
  }
  return true
}

/** Which fields a line claims to have written; null: it claims no writing. */
function updatesOf({ message, details }: Delivery): string[] | null {
  if (message === 'Work note added in ServiceNow') return ['work_notes']
  if (!message.endsWith(' updated in ServiceNow') || details['changed'] === undefined) return null
  return details['changed'].split(',').filter((name) => name !== '')
}

function writesWith({ writes }: Evidence, sysId: string, fields: readonly string[]): number {
  const made = writes.get(sysId) ?? []
  return made.filter((write) => {
    const wrote = Object.keys(write.fields)
    return write.method !== 'POST' && (wrote.length === 0 || fields.every((f) => wrote.includes(f)))
  }).length
}

function said({ message, details }: Delivery): string {
  const pairs = Object.entries(details).map(([name, value]) => `${name}=${value}`)
  return `${message} | ${pairs.join(' ')}`
}
