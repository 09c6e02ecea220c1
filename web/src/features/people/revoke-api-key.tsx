import type { ApiKeyView } from '../../../../src/http/contract.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { told } from '../../ui/notify.ts'
import { useRevokeApiKey } from './account-queries.ts'

export function RevokeApiKey({ apiKey, onClose }: { apiKey: ApiKeyView; onClose: () => void }) {
  const revoke = useRevokeApiKey()
  const confirm = () =>
    revoke.mutate(apiKey.id, {
      onSuccess() {
        told(`API key ${apiKey.name} revoked`)
        onClose()
      },
    })
  return (
    <Confirm
      opened
      onClose={onClose}
      title={`Revoke ${apiKey.name}?`}
      action="Revoke"
      isDestructive
      onConfirm={confirm}
      isPending={revoke.isPending}
      error={revoke.error}
    >
      Whatever uses the key is refused from now on. It can’t be brought back; make another instead.
    </Confirm>
  )
}
