import { Button, Group, Select, Stack, Textarea } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { useForm } from '@mantine/form'
import { IconCalendar } from '@tabler/icons-react'

import type { Status, StatusChange } from '../../../../src/http/contract.ts'
import { STATUS_LABELS } from '../../../../src/http/contract.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'

interface Props {
  readonly statuses: readonly Status[]
  /** Chosen before the form was opened. */
  readonly initial?: Status
  readonly isPending: boolean
  readonly error: unknown
  readonly onSubmit: (change: StatusChange) => void
  readonly onCancel: () => void
}

interface Values {
  readonly status: Status | null
  readonly reason: string
  readonly riskAcceptedUntil: string | null
}

/** Asks what every change of status asks: a reason if there is one, a date for an accepted risk. */
export function StatusForm(props: Props) {
  const { statuses, initial, isPending, error, onSubmit, onCancel } = props
  const form = useForm<Values>({
    initialValues: { status: initial ?? null, reason: '', riskAcceptedUntil: null },
    validate: {
      status: (value) => (value === null ? 'Choose a status' : null),
      riskAcceptedUntil: (value, { status }) =>
        status === 'RISK_ACCEPTED' && value === null ? 'Risk Accepted needs a date' : null,
    },
  })
  const submit = form.onSubmit(({ status, reason, riskAcceptedUntil }) => {
    if (status === null) return
    const until = status === 'RISK_ACCEPTED' ? riskAcceptedUntil : null
    onSubmit({ status, reason, ...(until !== null && { riskAcceptedUntil: until }) })
  })
  return (
    <form onSubmit={submit}>
      <Stack>
        {error ? <ErrorPanel error={error} /> : null}
        <Select
          label="New status"
          withAsterisk
          allowDeselect={false}
          checkIconPosition="right"
          data={statuses.map((value) => ({ value, label: STATUS_LABELS[value] }))}
          {...(initial === undefined && { 'data-autofocus': true })}
          {...form.getInputProps('status')}
        />
        {form.values.status === 'RISK_ACCEPTED' && (
          <DateInput
            label="Reanalysis date"
            description="After this day the vulnerability is listed as due for reanalysis."
            withAsterisk
            valueFormat="D MMM YYYY"
            placeholder="Pick a day"
            minDate={tomorrow()}
            popoverProps={{ withinPortal: false }}
            leftSection={<IconCalendar size={16} aria-hidden />}
            {...(initial !== undefined && { 'data-autofocus': true })}
            {...form.getInputProps('riskAcceptedUntil')}
          />
        )}
        <Textarea
          label="Reason"
          placeholder="Optional; shown in the timeline"
          autosize
          minRows={3}
          maxRows={10}
          maxLength={2_000}
          {...(initial !== undefined && initial !== 'RISK_ACCEPTED' && { 'data-autofocus': true })}
          {...form.getInputProps('reason')}
        />
        <Group justify="flex-end" wrap="nowrap">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending}>
            Change status
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function tomorrow(): string {
  return new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
}
