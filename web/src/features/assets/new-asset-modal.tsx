import { Modal } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'

import { AssetForm } from './asset-form.tsx'
import { useCreateAsset } from './asset-mutations.ts'

export function NewAssetModal({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const create = useCreateAsset()
  const navigate = useNavigate()
  const leave = () => {
    create.reset()
    onClose()
  }
  return (
    <Modal opened={opened} onClose={leave} title="New asset">
      <AssetForm
        isPending={create.isPending}
        error={create.error}
        submitLabel="Create"
        onCancel={leave}
        onSubmit={(fields) =>
          create.mutate(fields, {
            onSuccess: ({ id }) =>
              void navigate({ to: '/assets/$assetId', params: { assetId: String(id) } }),
          })
        }
      />
    </Modal>
  )
}
