import { Modal, Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconMapOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'

import type { IntegrationView } from '../../../../../src/http/contract.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorPanel } from '../../../ui/error-panel.tsx'
import { pairingsQuery } from '../pairing-queries.ts'
import { ProjectFormBody } from './project-form-body.tsx'

interface Props {
  readonly integration: IntegrationView
  /** `new`, or the id of a project. */
  readonly project: string
  readonly onClose: () => void
}

export function ProjectForm({ integration, project, onClose }: Props) {
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  return (
    <Modal
      opened
      onClose={onClose}
      title={project === 'new' ? 'Add new Project' : 'Edit Project'}
      size={880}
      fullScreen={isNarrow}
      centered={false}
      // A long form is not lost to a stray click or key.
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      {project === 'new' ? (
        <ProjectFormBody integration={integration} pairing={null} onClose={onClose} />
      ) : (
        <EditProject integration={integration} project={project} onClose={onClose} />
      )}
    </Modal>
  )
}

function EditProject({ integration, project, onClose }: Props) {
  const { data, error, refetch } = useQuery(pairingsQuery(integration.id))
  const pairing = data?.items.find(({ id }) => String(id) === project)
  if (pairing !== undefined) {
    return <ProjectFormBody integration={integration} pairing={pairing} onClose={onClose} />
  }
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Skeleton height={320} />
  return (
    <EmptyState icon={IconMapOff} title="This Project does not exist">
      It may have been deleted by somebody else.
    </EmptyState>
  )
}
