import type { pairings, Progress } from '../../store/pairing.ts'

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof pairings>['read']>>>

const NOTHING: Progress = { wanted: 0, sent: 0, held: 0, refused: 0, unsure: 0 }

export function pairingView(row: Row, progress: ReadonlyMap<number, Progress>) {
  const { outbound, inbound, severities, priorityBy, creation } = row.mapping
  const { winner, riskAcceptedDays, stateLabels } = row.mapping
  return {
    id: row.id,
    integrationId: row.integration_id,
    asset: { id: row.asset_id, name: row.asset_name },
    table: row.table_name,
    tableLabel: row.table_label,
    mapping: {
      outbound: rowsOf(outbound),
      inbound: { ...inbound },
      severities: { ...severities },
      priorityBy,
      creation: { ...creation },
      winner,
      riskAcceptedDays,
      stateLabels: { ...stateLabels },
    },
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    progress: progress.get(row.asset_id) ?? NOTHING,
  }
}

function rowsOf(outbound: Row['mapping']['outbound']) {
  return Object.fromEntries(
    Object.entries(outbound).map(([status, { state, fields, hops }]) => [
      status,
      {
        state,
        fields: { ...fields },
        hops: hops.map((hop) => ({ ...hop, fields: { ...hop.fields } })),
      },
    ]),
  )
}
