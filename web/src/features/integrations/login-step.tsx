import {
  Button,
  Code,
  Grid,
  Group,
  List,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconExternalLink } from '@tabler/icons-react'

import type { IntegrationView } from '../../../../src/http/contract.ts'
import { fieldError } from '../../app/field-errors.ts'
import { CopyField } from '../../ui/copy-field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { LoginAgain } from './login-again.tsx'
import { useStartLogin } from './integration-queries.ts'
import { RemoveIntegration } from './remove-integration.tsx'

interface Props {
  readonly integration: IntegrationView | undefined
  readonly redirectUrl: string
}

export function LoginStep({ integration, redirectUrl }: Props) {
  return (
    <Panel title="Create your ServiceNow integration">
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack maw={620}>
            {integration?.state === 'login_again' && <LoginAgain integration={integration} />}
            {integration?.state === 'connected' && (
              <Notice tone="brand">
                Logged in as <b>{integration.connectedUser || 'a ServiceNow user'}</b>. Log in again
                to act as somebody else, or after changing the client.
              </Notice>
            )}
            <CopyField
              label="Redirect URL"
              value={redirectUrl}
              description="Register it in ServiceNow with your OAuth application, exactly as it is."
            />
            <LoginForm integration={integration} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={5} visibleFrom="lg">
          <BeforeLogin />
        </Grid.Col>
      </Grid>
    </Panel>
  )
}

/** The short of the documentation, where there is room for it. */
function BeforeLogin() {
  return (
    <Stack gap="xs" p="lg" bg="var(--ls-canvas)" bdrs="md">
      <Title order={3} fz="sm">
        In ServiceNow, once
      </Title>
      <List type="ordered" size="sm" spacing="xs">
        <List.Item>Open the Application Registry and create an OAuth application.</List.Item>
        <List.Item>Register the Redirect URL shown here.</List.Item>
        <List.Item>
          Give it the auth scope <Code>useraccount</Code>, where your release asks for one.
        </List.Item>
        <List.Item>Copy its Client ID and Client Secret into this form.</List.Item>
      </List>
      <Text size="sm" c="dimmed">
        View documentation, above, explains every step.
      </Text>
    </Stack>
  )
}

const FIELDS = ['/instanceUrl', '/clientId', '/clientSecret']

function LoginForm({ integration }: { integration: IntegrationView | undefined }) {
  const start = useStartLogin(integration)
  const keepsSecret = integration?.hasClientSecret === true
  const form = useForm({
    initialValues: {
      instanceUrl: integration?.instanceUrl ?? '',
      clientId: integration?.clientId ?? '',
      clientSecret: '',
    },
    validate: {
      instanceUrl: (value) => (value.trim() === '' ? 'Enter the URL of your instance' : null),
      clientId: (value) => (value.trim() === '' ? 'Enter the client ID' : null),
      clientSecret: (value) => (value === '' && !keepsSecret ? 'Enter the client secret' : null),
    },
  })
  const submit = form.onSubmit((entered) =>
    start.mutate(entered, {
      onSuccess: ({ authorizationUrl }) => window.location.assign(authorizationUrl),
    }),
  )
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <TextInput
          label="ServiceNow Instance URL"
          placeholder="https://your-instance.service-now.com"
          inputMode="url"
          autoComplete="off"
          required
          readOnly={integration !== undefined}
          {...(integration !== undefined && {
            description: 'Tickets belong to this instance. Remove the integration to use another.',
          })}
          {...form.getInputProps('instanceUrl')}
          error={form.errors['instanceUrl'] ?? fieldError(start.error, '/instanceUrl')}
        />
        <TextInput
          label="Client ID"
          autoComplete="off"
          required
          {...form.getInputProps('clientId')}
          error={form.errors['clientId'] ?? fieldError(start.error, '/clientId')}
        />
        <PasswordInput
          label="Client Secret"
          autoComplete="off"
          required={!keepsSecret}
          withAsterisk
          {...(keepsSecret && {
            placeholder: '••••••••••••',
            description: 'There is one. Leave this empty to keep it.',
          })}
          {...form.getInputProps('clientSecret')}
          error={form.errors['clientSecret'] ?? fieldError(start.error, '/clientSecret')}
        />
        <FormError error={start.error} fields={FIELDS} />
        <Group justify="space-between">
          <Button
            type="submit"
            loading={start.isPending || start.isSuccess}
            rightSection={<IconExternalLink size={16} aria-hidden />}
          >
            Log in with ServiceNow
          </Button>
          {integration !== undefined && <RemoveIntegration integration={integration} />}
        </Group>
        <Text size="sm" c="dimmed">
          ServiceNow asks you to allow Lockstep, then brings you back here.
        </Text>
      </Stack>
    </form>
  )
}
