import { Button, Group, Modal, NumberInput, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'

import type { IntegrationView } from '../../../../src/http/contract.ts'
import { fieldError } from '../../app/field-errors.ts'
import { FormError } from '../../ui/form-error.tsx'
import { told } from '../../ui/notify.ts'
import { useEditIntegration } from './integration-queries.ts'

interface Props {
  readonly integration: IntegrationView
  readonly onClose: () => void
}

const FIELDS = ['/name', '/pollSeconds', '/loginDays', '/clientId', '/clientSecret']

export function IntegrationSettings({ integration, onClose }: Props) {
  return (
    <Modal opened onClose={onClose} title="Settings">
      <SettingsForm integration={integration} onClose={onClose} />
    </Modal>
  )
}

function SettingsForm({ integration, onClose }: Props) {
  const edit = useEditIntegration(integration.id)
  const form = useForm({
    initialValues: {
      name: integration.name,
      pollSeconds: integration.pollSeconds,
      loginDays: integration.loginDays,
      clientId: integration.clientId,
      clientSecret: '',
    },
    validate: {
      name: (value) => (value.trim() === '' ? 'Enter a name' : null),
      clientId: (value) => (value.trim() === '' ? 'Enter the client ID' : null),
      pollSeconds: (value) =>
        Number.isInteger(value) && value >= 1 && value <= 86_400
          ? null
          : 'Enter between 1 and 86,400 seconds',
      loginDays: (value) =>
        Number.isInteger(value) && value >= 1 && value <= 3_650
          ? null
          : 'Enter between 1 and 3,650 days',
    },
  })
  const submit = form.onSubmit(({ clientSecret, ...values }) =>
    edit.mutate(
      { ...values, ...(clientSecret !== '' && { clientSecret }) },
      {
        onSuccess() {
          told('Settings saved')
          onClose()
        },
      },
    ),
  )
  const errorOf = (field: string) => form.errors[field] ?? fieldError(edit.error, `/${field}`)
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <TextInput
          label="Name"
          required
          maxLength={100}
          data-autofocus
          {...form.getInputProps('name')}
          error={errorOf('name')}
        />
        <NumberInput
          label="Look for changes every (seconds)"
          description="How long a change in ServiceNow may take to be seen here."
          min={1}
          max={86_400}
          allowDecimal={false}
          required
          {...form.getInputProps('pollSeconds')}
          error={errorOf('pollSeconds')}
        />
        <NumberInput
          label="A log-in lives for (days)"
          description="The Refresh Token Lifespan of the application in ServiceNow: 8,640,000 seconds are 100 days. You are warned 30, 7 and 1 days before."
          min={1}
          max={3_650}
          allowDecimal={false}
          required
          {...form.getInputProps('loginDays')}
          error={errorOf('loginDays')}
        />
        <TextInput
          label="Client ID"
          required
          {...form.getInputProps('clientId')}
          error={errorOf('clientId')}
        />
        <PasswordInput
          label="New client secret"
          description="Leave empty to keep the present one. Log in again after replacing it."
          autoComplete="off"
          {...form.getInputProps('clientSecret')}
          error={errorOf('clientSecret')}
        />
        <FormError error={edit.error} fields={FIELDS} />
        <Group justify="flex-end" wrap="nowrap">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={edit.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
