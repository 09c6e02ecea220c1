import { Code, Drawer, List, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

import { CopyField } from '../../ui/copy-field.tsx'

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
  readonly redirectUrl: string
}

/** What to do on ServiceNow's side, beside the form it is for, with our address filled in. */
export function Documentation({ opened, onClose, redirectUrl }: Props) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="lg"
      title="Connect ServiceNow"
      closeButtonProps={{ 'aria-label': 'Close' }}
      // Its `header` element would count as a second banner of the page.
      attributes={{ header: { role: 'presentation' } }}
    >
      <Stack gap="lg">
        <Part title="What you need">
          <List size="sm" spacing={6}>
            <List.Item>
              Someone who may register OAuth applications in ServiceNow (role{' '}
              <Code>oauth_admin</Code>, <Code>mi_admin</Code> or <Code>admin</Code>). This is needed
              once.
            </List.Item>
            <List.Item>
              A ServiceNow user for Lockstep to act as. The role <Code>itil</Code> is enough for
              incident, problem and change request; recent releases also want{' '}
              <Code>snc_platform_rest_api_access</Code>. Administrator rights are not needed.
            </List.Item>
          </List>
        </Part>
        <Part title="1. Register Lockstep in ServiceNow">
          <List type="ordered" size="sm" spacing={6}>
            <List.Item>
              Open <b>All → System OAuth → Application Registry</b> (in newer releases:{' '}
              <b>Machine Identity Console → Inbound integrations</b>).
            </List.Item>
            <List.Item>
              Choose <b>New</b>, then <b>Create an OAuth API endpoint for external clients</b> (or{' '}
              <b>New integration → OAuth, authorization code grant</b>).
            </List.Item>
            <List.Item>
              Name it, for example, <Code>Lockstep</Code>. Leave Client Secret empty: ServiceNow
              makes one. Keep the lifespans: access token 1,800 s, refresh token 8,640,000 s (100
              days; then somebody logs in again).
            </List.Item>
            <List.Item>Enter this redirect URL, exactly:</List.Item>
          </List>
          <CopyField label="Redirect URL to register" value={redirectUrl} />
          <List type="ordered" start={5} size="sm" spacing={6}>
            <List.Item>
              Newer releases make clients “Securely scoped”. Then the log-in works, but every ticket
              is refused with “Access to unscoped api is not allowed”. Give the client the auth
              scope <Code>useraccount</Code>, or choose <b>Broadly scoped</b>.
            </List.Item>
            <List.Item>
              Save, open the record again, and copy Client ID and Client Secret.
            </List.Item>
          </List>
        </Part>
        <Part title="2. Log in">
          <Text size="sm">
            Enter the instance’s URL, Client ID and Client Secret, and choose{' '}
            <b>Log in with ServiceNow</b>. Sign in there as the user that Lockstep should act as,
            and allow it.
          </Text>
        </Part>
        <Part title="3. Pair assets with projects">
          <Text size="sm">
            Choose <b>Add Project</b>: an asset, a table of tickets, and how statuses and severities
            translate. From then on vulnerabilities of that asset become tickets, and both sides
            stay in step.
          </Text>
        </Part>
        <Part title="If something does not work">
          <Text size="sm">
            <b>Check connection</b> tries every step and says what to change.{' '}
            <b>Recent deliveries</b> shows what was sent, and what ServiceNow answered.
          </Text>
        </Part>
      </Stack>
    </Drawer>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap="xs" component="section">
      <Title order={3} fz="md">
        {title}
      </Title>
      {children}
    </Stack>
  )
}
