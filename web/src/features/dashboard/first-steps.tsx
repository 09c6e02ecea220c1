import { Group, Text, ThemeIcon } from '@mantine/core'
import { IconArrowRight, IconCheck } from '@tabler/icons-react'

import type { DashboardView } from '../../../../src/http/contract.ts'
import { useMe } from '../../app/session.ts'
import { Panel } from '../../ui/panel.tsx'
import { TextLink } from '../../ui/text-link.tsx'

/** What a new installation still lacks; gone once vulnerabilities and an instance are here. */
export function FirstSteps({ data }: { data: DashboardView }) {
  const { permissions } = useMe()
  const hasVulnerabilities = Object.values(data.byStatus).some((count) => count > 0)
  const isConnected = data.integrations.some(({ state }) => state !== 'new')
  if (!permissions.configure || (hasVulnerabilities && isConnected)) return null
  return (
    <Panel title="First steps">
      <Group gap="xl">
        <Step isDone={isConnected} to="/integrations" label="Connect ServiceNow" />
        <Step
          isDone={hasVulnerabilities}
          to="/assets"
          label="Create an asset and import a report"
        />
      </Group>
    </Panel>
  )
}

interface StepProps {
  readonly isDone: boolean
  readonly to: '/integrations' | '/assets'
  readonly label: string
}

function Step({ isDone, to, label }: StepProps) {
  return (
    <Group gap="xs" wrap="nowrap">
      <ThemeIcon size={26} radius="xl" variant={isDone ? 'filled' : 'light'} aria-hidden>
        {isDone ? <IconCheck size={15} /> : <IconArrowRight size={15} />}
      </ThemeIcon>
      {isDone ? (
        <Text size="sm" c="dimmed">
          {label}: done
        </Text>
      ) : (
        <TextLink to={to} size="sm" fw={600}>
          {label}
        </TextLink>
      )}
    </Group>
  )
}
