import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'

import { fieldError } from '../../app/field-errors.ts'
import { FormError } from '../../ui/form-error.tsx'
import { NewPassword, tooShort } from '../../ui/new-password.tsx'
import { told } from '../../ui/notify.ts'
import { Panel } from '../../ui/panel.tsx'
import { useChangePassword } from './account-queries.ts'

export function ChangePassword() {
  const change = useChangePassword()
  const form = useForm({
    initialValues: { current: '', next: '' },
    validate: {
      current: (value) => (value === '' ? 'Enter your current password' : null),
      next: tooShort,
    },
  })
  const submit = form.onSubmit((passwords) =>
    change.mutate(passwords, {
      onSuccess() {
        form.reset()
        told('Password changed')
      },
    }),
  )
  return (
    <Panel title="Password">
      <form noValidate onSubmit={submit}>
        <Stack>
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            required
            {...form.getInputProps('current')}
            error={form.errors['current'] ?? fieldError(change.error, '/current')}
          />
          <NewPassword
            label="New password"
            value={form.values.next}
            onChange={(next) => form.setFieldValue('next', next)}
            error={form.errors['next'] ?? fieldError(change.error, '/next')}
          />
          <FormError error={change.error} fields={['/current', '/next']} />
          <Group>
            <Button type="submit" loading={change.isPending}>
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}
