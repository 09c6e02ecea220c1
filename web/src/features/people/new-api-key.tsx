import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'

import { ROLES, ROLE_LABELS, type Role } from '../../../../src/http/contract.ts'
import { fieldError } from '../../app/field-errors.ts'
import { useMe } from '../../app/session.ts'
import { FormError } from '../../ui/form-error.tsx'
import { OneTimeSecret } from '../../ui/one-time-secret.tsx'
import { exact } from '../../ui/time-words.ts'
import { useCreateApiKey } from './account-queries.ts'

const EXPIRY = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'never', label: 'Never' },
]

/** Asks for a key, then shows it: the only time it can be seen. */
export function NewApiKeyModal({ onClose }: { onClose: () => void }) {
  const create = useCreateApiKey()
  if (create.data !== undefined) {
    const { key, name, role, expiresAt } = create.data
    return (
      <OneTimeSecret
        opened
        onClose={onClose}
        title={`API key ${name}`}
        label="API key"
        secret={key}
      >
        Profile {ROLE_LABELS[role]}
        {expiresAt === null ? ', never expires.' : `, expires ${exact(expiresAt)}.`}
      </OneTimeSecret>
    )
  }
  return (
    <Modal opened onClose={onClose} title="New API key">
      <NewApiKeyForm create={create} onClose={onClose} />
    </Modal>
  )
}

interface FormProps {
  readonly create: ReturnType<typeof useCreateApiKey>
  readonly onClose: () => void
}

function NewApiKeyForm({ create, onClose }: FormProps) {
  const me = useMe()
  const form = useForm({
    initialValues: { name: '', role: me.role, expiry: '90' },
    validate: { name: (value) => (value.trim() === '' ? 'Enter a name' : null) },
  })
  const submit = form.onSubmit(({ name, role, expiry }) =>
    create.mutate({ name, role, expiresInDays: expiry === 'never' ? null : Number(expiry) }),
  )
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <TextInput
          label="Name"
          description="Where the key will be used."
          data-autofocus
          required
          maxLength={100}
          {...form.getInputProps('name')}
          error={form.errors['name'] ?? fieldError(create.error, '/name')}
        />
        <Select
          label="Profile"
          description="What the key may do: never more than you."
          allowDeselect={false}
          data={rolesUpTo(me.role).map((role) => ({ value: role, label: ROLE_LABELS[role] }))}
          {...form.getInputProps('role')}
        />
        <Select
          label="Expires"
          allowDeselect={false}
          data={EXPIRY}
          {...form.getInputProps('expiry')}
        />
        <FormError error={create.error} fields={['/name']} />
        <Group justify="flex-end" wrap="nowrap">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create key
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** `ROLES` begins with the one that may most. */
function rolesUpTo(own: Role): Role[] {
  return ROLES.slice(ROLES.indexOf(own))
}
