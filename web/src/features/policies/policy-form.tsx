import { Button, Group, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'

import type { PolicyView } from '../../../../src/http/contract.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Panel } from '../../ui/panel.tsx'
import { BeginAsIdentified } from './begin-as-identified.tsx'
import { useSavePolicy } from './policy-queries.ts'
import { PolicySettings, SETTING_FIELDS, validateSettings } from './policy-settings.tsx'
import { SeveritiesChoice } from './severities-choice.tsx'

export function PolicyForm({ saved }: { saved: PolicyView }) {
  const save = useSavePolicy()
  const form = useForm({ initialValues: saved, validate: validateSettings })
  const submit = form.onSubmit((policy) =>
    save.mutate(policy, { onSuccess: (now) => form.resetDirty(now) }),
  )
  const { values } = form
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="lg">
        <Panel title="Convert vulnerabilities into issues in defect tracking tools">
          <Stack>
            <Text size="sm" c="dimmed">
              An identified vulnerability of these severities gets a ticket by itself, as soon as
              its asset has a project. One can always be sent by hand. An asset may have a policy of
              its own: its page shows it.
            </Text>
            <SeveritiesChoice
              send={values.send}
              severities={values.sendSeverities}
              onSend={(send) => form.setFieldValue('send', send)}
              onSeverities={(severities) => form.setFieldValue('sendSeverities', severities)}
            />
          </Stack>
        </Panel>
        <Panel title="New vulnerabilities">
          <BeginAsIdentified
            checked={values.createAsIdentified}
            onChange={(checked) => form.setFieldValue('createAsIdentified', checked)}
          />
        </Panel>
        <PolicySettings form={form} error={save.error} />
        <FormError error={save.error} fields={SETTING_FIELDS} />
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
