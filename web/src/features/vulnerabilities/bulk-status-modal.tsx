import { Modal } from '@mantine/core'

import { useMe } from '../../app/session.ts'
import { BulkProgress } from './bulk-progress.tsx'
import { StatusForm } from './status-form.tsx'
import { useBulkStatus } from './vulnerability-mutations.ts'

interface Props {
  readonly opened: boolean
  readonly ids: readonly number[]
  readonly onClose: () => void
  readonly onFinish: () => void
}

const WORK = ['IDENTIFIED', 'IN_PROGRESS', 'AWAITING_VALIDATION', 'FIX_ACCEPTED'] as const
const VERDICTS = ['RISK_ACCEPTED', 'FALSE_POSITIVE'] as const

export function BulkStatusModal({ opened, ids, onClose, onFinish }: Props) {
  const { permissions } = useMe()
  const start = useBulkStatus()
  const leave = () => {
    const wasStarted = start.isSuccess
    start.reset()
    if (wasStarted) onFinish()
    else onClose()
  }
  const count = `${ids.length} ${ids.length === 1 ? 'vulnerability' : 'vulnerabilities'}`
  return (
    <Modal opened={opened} onClose={leave} title={`Change the status of ${count}`}>
      {start.data ? (
        <BulkProgress jobId={start.data.id} onClose={leave} />
      ) : (
        <StatusForm
          statuses={permissions.judge ? [...WORK, ...VERDICTS] : WORK}
          isPending={start.isPending}
          error={start.error}
          onCancel={leave}
          onSubmit={(change) => start.mutate({ ids: [...ids], change })}
        />
      )}
    </Modal>
  )
}
