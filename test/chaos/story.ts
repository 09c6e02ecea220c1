import type { Evidence } from './checker/evidence.ts'

/** All that is known of one vulnerability, on both sides, in the order it happened. */
export function story(id: number, { vulnerabilities, writes, tail, ledger }: Evidence): string {
  const one = vulnerabilities.find((vulnerability) => vulnerability.id === id)
  if (one === undefined) return ''
  const { ticket, attempts, mark } = one
  const names = new Set([ticket?.sys_id ?? '', ...attempts.map(({ sys_id }) => sys_id)])
  names.delete('')
  const requests = [one.ticket_key, ...names].flatMap((name) => writes.get(name) ?? [])
  const looks = tail.looks.filter(({ about }) => {
    return about.includes(one.ticket_key) || [...names].some((name) => about.includes(name))
  })
  const lines: [number, string][] = [
    ...one.history.map((row): [number, string] => [
      Date.parse(row.at),
      `timeline  ${row.kind}: ${row.message} (${row.actor})`,
    ]),
    ...one.deliveries.map((row): [number, string] => [
      Date.parse(row.at),
      `delivery  ${row.level} ${row.message} ${JSON.stringify(row.details)}`,
    ]),
    ...attempts.map((row): [number, string] => [
      Date.parse(row.sent_at),
      `attempt   ${row.sys_id} ${row.outcome} ${row.outcome_reason}`,
    ]),
    ...[...new Set(requests)].map((row): [number, string] => [
      row.at,
      `request   ${row.method} ${row.sysId} ${row.status} ${row.fault} ${row.durationMs} ms state=${row.fields['state'] ?? '-'} ${Object.keys(row.fields).join()}`,
    ]),
    ...looks.map((row): [number, string] => [
      row.at,
      `request   GET ${row.about.slice(0, 120)} ${row.status} ${row.fault}`,
    ]),
    ...ledger.edits
      .filter(({ sysId }) => names.has(sysId))
      .map((row): [number, string] => [row.at, `person    there: ${JSON.stringify(row.fields)}`]),
    ...ledger.acknowledged
      .filter((row) => row.id === id)
      .map((row): [number, string] => [row.at, `person    here: ${row.kind} ${row.value}`]),
  ]
  const troubles = ledger.troubles.map((row): [number, string] => [
    row.at,
    `trouble   ${row.kind} for ${row.to - row.at} ms`,
  ])
  const first = Math.min(...lines.map(([at]) => at))
  const all = [...lines, ...troubles.filter(([at]) => at >= first - 3_000)]
  const told = all.toSorted(([a], [b]) => a - b)
  return [
    `vulnerability ${id}: ${one.status} ${one.sending} (${one.sending_reason}) key ${one.ticket_key}`,
    `  ticket ${JSON.stringify(ticket)}`,
    `  mark ${JSON.stringify(mark)}`,
    ...told.map(([at, what]) => `  ${new Date(at).toISOString().slice(11, 23)} ${what}`),
  ].join('\n')
}
