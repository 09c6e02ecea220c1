import { Text } from '@mantine/core'

import type { PairingView } from '../../../../src/http/contract.ts'
import { ConfirmByName } from '../../ui/confirm-by-name.tsx'
import { told } from '../../ui/notify.ts'
import { useRemovePairing } from './pairing-queries.ts'

export function RemoveProject({ pairing, onClose }: { pairing: PairingView; onClose: () => void }) {
  const remove = useRemovePairing(pairing.id)
  const { asset, tableLabel } = pairing
  const confirm = () =>
    remove.mutate(asset.name, {
      onSuccess() {
        told(`The project of ${asset.name} was deleted`)
        onClose()
      },
    })
  return (
    <ConfirmByName
      opened
      onClose={onClose}
      title="Delete Project"
      name={asset.name}
      onConfirm={confirm}
      isPending={remove.isPending}
      error={remove.error}
    >
      <Text size="sm">
        {asset.name} and {tableLabel} are no longer kept in step. The tickets stay in ServiceNow,
        and stay linked: pairing again goes on with them.
      </Text>
    </ConfirmByName>
  )
}
