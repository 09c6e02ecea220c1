import { List, SimpleGrid, Stack, Text } from '@mantine/core'

import type { ImportView } from '../../../../src/http/contract.ts'

const NUMBER = new Intl.NumberFormat('en')

/** What a report brought. */
export function ImportSummary({ data }: { data: ImportView }) {
  const counts = [
    ['New', data.newCount],
    ['Found again', data.againCount],
    ['Reopened', data.reopenedCount],
    ['Fixed', data.fixedCount],
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
              {NUMBER.format(count)}
            </Text>
          </div>
        ))}
      </SimpleGrid>
      {data.skipped.length > 0 && (
        <div>
          <Text size="sm" fw={600}>
            Skipped
          </Text>
          <List size="sm">
            {data.skipped.map(({ reason, count }) => (
              <List.Item key={reason}>
                {NUMBER.format(count)}: {reason}
              </List.Item>
            ))}
          </List>
        </div>
      )}
    </Stack>
  )
}
