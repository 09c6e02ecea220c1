import type { PersonView } from '../../../../src/http/contract.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { told } from '../../ui/notify.ts'
import { useEditPerson } from './people-queries.ts'

export function DisablePerson({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const edit = useEditPerson()
  const isDisabled = person.state === 'disabled'
  const action = isDisabled ? 'Enable' : 'Disable'
  const confirm = () =>
    edit.mutate(
      { id: person.id, disabled: !isDisabled },
      {
        onSuccess() {
          told(`${person.name} ${isDisabled ? 'enabled' : 'disabled'}`)
          onClose()
        },
      },
    )
  return (
    <Confirm
      opened
      onClose={onClose}
      title={`${action} ${person.name}?`}
      action={action}
      isDestructive={!isDisabled}
      onConfirm={confirm}
      isPending={edit.isPending}
      error={edit.error}
    >
      {isDisabled
        ? 'They can sign in again with the password they had.'
        : 'They are signed out at once and can’t sign in; their API keys are refused. What they did stays in the history.'}
    </Confirm>
  )
}
