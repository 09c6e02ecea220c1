import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'

import type { Invitation } from '../../../../src/http/contract.ts'
import { fieldError } from '../../app/field-errors.ts'
import { FormError } from '../../ui/form-error.tsx'
import { OneTimeSecret } from '../../ui/one-time-secret.tsx'
import { exact } from '../../ui/time-words.ts'
import { useInvite } from './people-queries.ts'
import { RolePicker } from './role-picker.tsx'

/** Asks whom to invite, then shows the link: the only time it can be seen. */
export function InviteModal({ onClose }: { onClose: () => void }) {
  const invite = useInvite()
  if (invite.data !== undefined) {
    return (
      <OneTimeSecret
        opened
        onClose={onClose}
        title={`Invitation for ${invite.variables?.name ?? ''}`}
        label="Invitation link"
        secret={invite.data.link}
      >
        Hand it over yourself; no mail is sent. It works once, until {exact(invite.data.expiresAt)}.
      </OneTimeSecret>
    )
  }
  return (
    <Modal opened onClose={onClose} title="Invite">
      <InviteForm invite={invite} onClose={onClose} />
    </Modal>
  )
}

interface FormProps {
  readonly invite: ReturnType<typeof useInvite>
  readonly onClose: () => void
}

const EMPTY: Invitation = { name: '', email: '', role: 'DEVELOPER' }

function InviteForm({ invite, onClose }: FormProps) {
  const form = useForm({
    initialValues: EMPTY,
    validate: {
      name: (value) => (value.trim() === '' ? 'Enter a name' : null),
      email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : 'Enter an e-mail address'),
    },
  })
  const submit = form.onSubmit((values) => invite.mutate({ ...values, email: values.email.trim() }))
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <TextInput
          label="Name"
          data-autofocus
          required
          maxLength={100}
          {...form.getInputProps('name')}
          error={form.errors['name'] ?? fieldError(invite.error, '/name')}
        />
        <TextInput
          label="E-mail"
          description="They sign in with it; no mail is sent."
          type="email"
          required
          {...form.getInputProps('email')}
          error={form.errors['email'] ?? fieldError(invite.error, '/email')}
        />
        <RolePicker
          value={form.values.role}
          onChange={(role) => form.setFieldValue('role', role)}
        />
        <FormError error={invite.error} fields={['/name', '/email']} />
        <Group justify="flex-end" wrap="nowrap">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={invite.isPending}>
            Make invitation link
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
