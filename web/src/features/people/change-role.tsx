import { Button, Group, Modal, Stack } from '@mantine/core'
import { useState } from 'react'

import { ROLE_LABELS, type PersonView } from '../../../../src/http/contract.ts'
import { FormError } from '../../ui/form-error.tsx'
import { told } from '../../ui/notify.ts'
import { useEditPerson } from './people-queries.ts'
import { RolePicker } from './role-picker.tsx'

export function ChangeRole({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const [role, setRole] = useState(person.role)
  const edit = useEditPerson()
  const save = () =>
    edit.mutate(
      { id: person.id, role },
      {
        onSuccess() {
          told(`${person.name} is now ${ROLE_LABELS[role]}`)
          onClose()
        },
      },
    )
  return (
    <Modal opened onClose={onClose} title={`Profile of ${person.name}`}>
      <Stack>
        <RolePicker value={role} onChange={setRole} />
        <FormError error={edit.error} />
        <Group justify="flex-end" wrap="nowrap">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={save} loading={edit.isPending} disabled={role === person.role}>
            Save
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
