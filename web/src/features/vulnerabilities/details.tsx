import { Stack, Text } from '@mantine/core'

import type { VulnerabilityView } from '../../../../src/http/contract.ts'
import { Panel } from '../../ui/panel.tsx'
import { RichText } from '../../ui/rich-text.tsx'
import { EvidencePanel } from './evidence-panel.tsx'
import { SourcesPanel } from './sources-panel.tsx'

export function Details({ vulnerability }: { vulnerability: VulnerabilityView }) {
  const { description, solution, reference } = vulnerability
  return (
    <Stack gap="lg">
      <Panel title="Description">
        {description === '' ? (
          <Nothing>No description was given.</Nothing>
        ) : (
          <RichText source={description} />
        )}
      </Panel>
      <EvidencePanel vulnerability={vulnerability} />
      <Panel title="Remediation">
        {solution === '' ? (
          <Nothing>No remediation was given.</Nothing>
        ) : (
          <RichText source={solution} />
        )}
      </Panel>
      {reference !== '' && (
        <Panel title="Reference">
          <RichText source={reference} />
        </Panel>
      )}
      <SourcesPanel vulnerability={vulnerability} />
    </Stack>
  )
}

function Nothing({ children }: { children: string }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  )
}
