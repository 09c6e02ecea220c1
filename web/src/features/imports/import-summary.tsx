import { List, SimpleGrid, Stack, Text } from '@mantine/core'

import { countWords, totalOf, type ImportView } from '../../../../src/http/contract.ts'
import { TextLink } from '../../ui/text-link.tsx'
import type { VulnerabilitySearch } from '../vulnerabilities/vulnerability-search.ts'
import { number } from './import-words.ts'

/** What a scan brought, or in a rehearsal would bring; nothing that was passed over goes unsaid. */
export function ImportSummary({ data }: { data: ImportView }) {
  const counts = [
    ['New', data.newCount],
    ['Found again', data.againCount],
    ['Fixed', data.fixedCount],
    ['Reopened', data.reopenedCount],
    ['Skipped', data.skippedCount],
  ] as const
  return (
    <Stack gap="sm">
      <SimpleGrid component="dl" m={0} cols={{ base: 3, xs: 5 }} spacing="sm">
        {counts.map(([label, count]) => (
          <div key={label}>
            <Text component="dt" size="xs" c="dimmed">
              {label}
            </Text>
            <Text
              component="dd"
              m={0}
              fz={20}
              fw={650}
              style={{ fontVariantNumeric: 'tabular-nums' }}
            >
              {label === 'New' && count > 0 && data.state === 'applied' ? (
                <TextLink to="/vulnerabilities" search={newIn(data)} inherit>
                  {number(count)}
                </TextLink>
              ) : (
                number(count)
              )}
            </Text>
          </div>
        ))}
      </SimpleGrid>
      {/* The question says it, where there is one. */}
      {data.question === null && <Text size="sm">{ticketWords(data)}</Text>}
      {closedWords(data) !== null && (
        <Text size="sm" c="dimmed">
          {closedWords(data)}
        </Text>
      )}
      {data.skipped.length > 0 && (
        <div>
          <Text size="sm" fw={600}>
            Skipped, and why
          </Text>
          <List size="sm" style={{ overflowWrap: 'anywhere' }}>
            {data.skipped.map(({ reason, count }) => (
              <List.Item key={reason}>
                {number(count)}: {reason}
              </List.Item>
            ))}
          </List>
        </div>
      )}
    </Stack>
  )
}

function newIn({ id, asset }: ImportView): VulnerabilitySearch {
  return { assetId: String(asset.id), importId: String(id) }
}

function ticketWords({ opensTickets, dryRun }: ImportView): string {
  const total = totalOf(opensTickets)
  const opens = dryRun ? 'It would open' : 'It opens'
  if (total === 0) return `${opens} no tickets.`
  return `${opens} ${number(total)} ${total === 1 ? 'ticket' : 'tickets'}: ${countWords(opensTickets)}.`
}

/** Why no more are fixed, where that could surprise. */
function closedWords({ scope, fixedCount, closedNothingBecause }: ImportView): string | null {
  if (scope === null) return 'Nothing is closed: this import only adds.'
  if (closedNothingBecause === null) return null
  return `Nothing${fixedCount === 0 ? '' : ' else'} is closed: ${closedNothingBecause}.`
}
