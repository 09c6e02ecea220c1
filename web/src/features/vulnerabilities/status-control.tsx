import { Modal, Select } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'

import type { Status, VulnerabilityView } from '../../../../src/http/contract.ts'
import { STATUS_LABELS } from '../../../../src/http/contract.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { StatusForm } from './status-form.tsx'
import { useChangeStatus } from './vulnerability-mutations.ts'

/** The status, and, for those who may change it, the ones it may become. */
export function StatusControl({ vulnerability }: { vulnerability: VulnerabilityView }) {
  const { id, status, permittedStatus } = vulnerability
  const [chosen, setChosen] = useState<Status | null>(null)
  const change = useChangeStatus(id)
  const leave = () => {
    change.reset()
    setChosen(null)
  }
  if (permittedStatus.length === 0 || vulnerability.archivedAt !== null) {
    return (
      <div>
        <StatusBadge status={status} />
      </div>
    )
  }
  const choices = [status, ...permittedStatus.filter((each) => each !== status)]
  return (
    <>
      <Select
        aria-label="Status"
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        checkIconPosition="right"
        data={choices.map((value) => ({ value, label: STATUS_LABELS[value] }))}
        value={status}
        onChange={setChosen}
        fw={600}
      />
      <Modal opened={chosen !== null} onClose={leave} title={`Change the status of ${id}`}>
        {chosen !== null && (
          <StatusForm
            statuses={permittedStatus}
            initial={chosen}
            isPending={change.isPending}
            error={change.error}
            onCancel={leave}
            onSubmit={(input) =>
              change.mutate(input, {
                onSuccess() {
                  leave()
                  notifications.show({ message: `Status is now ${STATUS_LABELS[input.status]}` })
                },
              })
            }
          />
        )}
      </Modal>
    </>
  )
}
