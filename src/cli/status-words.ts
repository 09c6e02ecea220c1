import type { z } from 'zod'

import type { AssetSummary } from '../http/schema/asset.ts'
import { SEVERITIES, SEVERITY_LABELS } from '../vulnerability/severity.ts'
import { plain } from './plain.ts'

type Summary = z.output<typeof AssetSummary>
type Scan = Summary['imports'][number]

/** Where an asset stands, for a person. What is not zero by its nature is said only if it is not. */
export function statusWords(summary: Summary, url: string): string {
  const { asset, connection, imports } = summary
  return [
    plain(asset.name),
    `  Open      ${openWords(summary)}`,
    `  Tickets   ${ticketWords(summary)}`,
    ...connectionWords(connection).map((line) => `  Project   ${line}`),
    ...(imports.length === 0 ? ['  Scans     none yet'] : imports.map(scanWords)),
    `${url}/spa/assets/${asset.id}`,
  ].join('\n')
}

function openWords({ open, created }: Summary): string {
  const total = SEVERITIES.reduce((sum, severity) => sum + open[severity], 0)
  const parts = SEVERITIES.toReversed()
    .filter((severity) => open[severity] > 0)
    .map((severity) => `${open[severity]} ${SEVERITY_LABELS[severity]}`)
  return [
    total === 0 ? 'none' : `${total}: ${parts.join(', ')}`,
    ...(created === 0 ? [] : [`${created} more Created, which nobody has looked at`]),
  ].join('; ')
}

function ticketWords({ tickets, connection }: Summary): string {
  const parts = [
    [tickets.inStep, 'in step'],
    [tickets.waiting, 'waiting'],
    [tickets.held, 'held until you say whether to send them'],
    [tickets.refused, 'refused by ServiceNow'],
    [tickets.unsure, 'waiting to be sure'],
    [tickets.gone, 'gone in ServiceNow'],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`)
  if (said.length > 0) return said.join(', ')
  return connection === null ? 'none: the asset has no project' : 'none'
}

function connectionWords(connection: Summary['connection']): string[] {
  if (connection === null) return []
  const { tableLabel, table, integration, instanceUrl, trouble } = connection
  const where = `${plain(tableLabel)} (${table}) of ${plain(integration)}, ${instanceUrl}`
  return trouble === null ? [`${where}: in order`] : [where, `not in order: ${plain(trouble)}`]
}

function scanWords({ tool, scope, fileName, finishedAt, ...counts }: Scan, at: number): string {
  const where = scope === null || scope === '' ? '' : ` on ${plain(scope)}`
  const when = finishedAt === null ? '' : ` ${finishedAt.slice(0, 16).replace('T', ' ')} UTC`
  const { newCount, reopenedCount, fixedCount } = counts
  const changes = `${newCount} new, ${reopenedCount} reopened, ${fixedCount} fixed`
  const what = `${plain(tool)}${where}:${when}, ${plain(fileName)}, ${changes}`
  return `  ${at === 0 ? 'Scans  ' : '       '}   ${what}`
}
