import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArchive, IconPencil } from '@tabler/icons-react'

import type { AssetView } from '../../../../src/http/contract.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { AssetForm } from './asset-form.tsx'
import { useArchiveAsset, useEditAsset } from './asset-mutations.ts'

export function AssetActions({ asset }: { asset: AssetView }) {
  const [editing, edit] = useDisclosure(false)
  const [archiving, archive] = useDisclosure(false)
  if (asset.archivedAt !== null) return null
  return (
    <>
      <Button
        variant="default"
        onClick={edit.open}
        leftSection={<IconPencil size={16} aria-hidden />}
      >
        Edit
      </Button>
      <Button
        variant="default"
        onClick={archive.open}
        leftSection={<IconArchive size={16} aria-hidden />}
      >
        Archive
      </Button>
      <EditModal asset={asset} opened={editing} onClose={edit.close} />
      <ArchiveModal asset={asset} opened={archiving} onClose={archive.close} />
    </>
  )
}

interface ModalProps {
  readonly asset: AssetView
  readonly opened: boolean
  readonly onClose: () => void
}

function EditModal({ asset, opened, onClose }: ModalProps) {
  const edit = useEditAsset(asset.id)
  const { name, description, businessImpact, url, repositoryUrl, tags } = asset
  const leave = () => {
    edit.reset()
    onClose()
  }
  return (
    <Modal opened={opened} onClose={leave} title="Edit asset">
      <AssetForm
        existing={{ name, description, businessImpact, url, repositoryUrl, tags }}
        isPending={edit.isPending}
        error={edit.error}
        submitLabel="Save"
        onCancel={leave}
        onSubmit={(fields) => edit.mutate(fields, { onSuccess: leave })}
      />
    </Modal>
  )
}

function ArchiveModal({ asset, opened, onClose }: ModalProps) {
  const archive = useArchiveAsset(asset.id)
  return (
    <Modal opened={opened} onClose={onClose} title={`Archive ${asset.name}?`}>
      <Stack>
        {archive.error && <ErrorPanel error={archive.error} />}
        <Text size="sm">
          The asset and its vulnerabilities leave the lists and are no longer sent. Nothing is
          deleted, and the tickets stay as they are.
        </Text>
        <Group justify="flex-end" wrap="nowrap">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button
            color="red.8"
            loading={archive.isPending}
            onClick={() => archive.mutate(undefined, { onSuccess: onClose })}
          >
            Archive
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
