import type { PersonView } from '../../../../src/http/contract.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { OneTimeSecret } from '../../ui/one-time-secret.tsx'
import { exact } from '../../ui/time-words.ts'
import { useResetLink } from './people-queries.ts'

export function ResetLink({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const make = useResetLink()
  const isInvited = person.state === 'invited'
  if (make.data !== undefined) {
    return (
      <OneTimeSecret
        opened
        onClose={onClose}
        title={`Link for ${person.name}`}
        label="One-time link"
        secret={make.data.link}
      >
        Hand it to {person.name} yourself; no mail is sent. It works once, until{' '}
        {exact(make.data.expiresAt)}.
      </OneTimeSecret>
    )
  }
  return (
    <Confirm
      opened
      onClose={onClose}
      title={isInvited ? `New link for ${person.name}?` : `Reset ${person.name}'s password?`}
      action="Make link"
      onConfirm={() => make.mutate(person.id)}
      isPending={make.isPending}
      error={make.error}
    >
      {isInvited
        ? 'The earlier invitation link stops working.'
        : 'You get a one-time link to hand over. The old password works until it is used.'}
    </Confirm>
  )
}
