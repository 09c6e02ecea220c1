import { Button, Code, Group, NumberInput, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'

import type { PolicyView } from '../../../../src/http/contract.ts'
import { fieldError } from '../../app/field-errors.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useSavePolicy } from './policy-queries.ts'
import { SendPolicy } from './send-policy.tsx'

const FIELDS = ['/ticketPrefix', '/deliveryRetentionDays']

export function PolicyForm({ saved }: { saved: PolicyView }) {
  const save = useSavePolicy()
  const form = useForm({
    initialValues: saved,
    validate: {
      ticketPrefix: (value) => (value.trim() === '' ? 'Enter a prefix' : null),
      deliveryRetentionDays: (value) =>
        Number.isInteger(value) && value >= 1 && value <= 3_650
          ? null
          : 'Enter between 1 and 3,650 days',
    },
  })
  const submit = form.onSubmit((policy) =>
    save.mutate(policy, { onSuccess: (now) => form.resetDirty(now) }),
  )
  const { values, errors } = form
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="lg">
        <SendPolicy
          send={values.send}
          severities={values.sendSeverities}
          onSend={(send) => form.setFieldValue('send', send)}
          onSeverities={(severities) => form.setFieldValue('sendSeverities', severities)}
        />
        <Panel title="New vulnerabilities">
          <Switch
            label="Create vulnerability as identified"
            description="Off: they begin as Created, and get a ticket once somebody identifies them."
            {...form.getInputProps('createAsIdentified', { type: 'checkbox' })}
          />
        </Panel>
        <Panel title="Tickets and deliveries">
          <Stack maw={460}>
            <TextInput
              label="Ticket prefix"
              maxLength={40}
              {...form.getInputProps('ticketPrefix')}
              error={errors['ticketPrefix'] ?? fieldError(save.error, '/ticketPrefix')}
            />
            <Text size="sm" c="dimmed" component="div" style={{ overflowWrap: 'anywhere' }}>
              Tickets are called{' '}
              <Code>{values.ticketPrefix.trim()} 1042 - SQL injection in login</Code>
            </Text>
            <NumberInput
              label="Keep deliveries for (days)"
              description="Lines of Recent deliveries that are older are removed."
              min={1}
              max={3_650}
              allowDecimal={false}
              {...form.getInputProps('deliveryRetentionDays')}
              error={
                errors['deliveryRetentionDays'] ?? fieldError(save.error, '/deliveryRetentionDays')
              }
            />
          </Stack>
        </Panel>
        <FormError error={save.error} fields={FIELDS} />
        <Group>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            Save
          </Button>
          <Text size="sm" c="dimmed" role="status">
            {form.isDirty() ? 'There are unsaved changes' : save.isSuccess ? 'Saved' : ''}
          </Text>
        </Group>
      </Stack>
    </form>
  )
}
