import { Stack, Table, Text } from '@mantine/core'

import type { VulnerabilityView } from '../../../../src/http/contract.ts'
import { Fields } from '../../ui/fields.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Truncated } from '../../ui/truncated.tsx'

/** Who found it, and by what it is known again. */
export function SourcesPanel({ vulnerability }: { vulnerability: VulnerabilityView }) {
  const { findings, scanSource, toolId, fingerprint } = vulnerability
  return (
    <Panel title="Source">
      <Stack gap="md">
        <Fields
          labelWidth={132}
          fields={[
            ['Scan source', scanSource],
            ['ID from the tool', toolId],
            ['Fingerprint', fingerprint],
          ]}
        />
        {findings.length > 0 && (
          <Table.ScrollContainer
            minWidth={480}
            type="native"
            attributes={{
              scrollContainer: { tabIndex: 0, role: 'group', 'aria-label': 'Findings' },
            }}
          >
            <Table layout="fixed" aria-label="Findings">
              <Table.Thead>
                <Table.Tr>
                  {['Tool', 'Rule', 'Scope', 'First seen', 'Last seen'].map((header) => (
                    <Table.Th key={header} fz="xs" c="dimmed">
                      {header}
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {findings.map(({ tool, rule, scope, firstSeenAt, lastSeenAt, goneAt }) => (
                  <Table.Tr key={`${tool} ${rule} ${scope}`}>
                    <Table.Td>
                      <Truncated text={tool} />
                    </Table.Td>
                    <Table.Td>
                      <Truncated text={rule} lines={2} />
                    </Table.Td>
                    <Table.Td>
                      <Truncated text={scope} />
                    </Table.Td>
                    <Table.Td>
                      <RelativeTime at={firstSeenAt} />
                    </Table.Td>
                    <Table.Td>
                      <RelativeTime at={lastSeenAt} />
                      {goneAt !== null && (
                        <Text size="xs" c="dimmed">
                          no longer found
                        </Text>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Stack>
    </Panel>
  )
}
