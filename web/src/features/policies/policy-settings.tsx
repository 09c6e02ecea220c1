import { Code, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'

import type { PolicyView } from '../../../../src/http/contract.ts'
import { fieldError } from '../../app/field-errors.ts'
import { Panel } from '../../ui/panel.tsx'

export const SETTING_FIELDS = ['/askAbove', '/ticketPrefix', '/deliveryRetentionDays']

export const validateSettings = {
  askAbove: (value: number) => between(value, 0, 1_000_000, 'tickets'),
  ticketPrefix: (value: string) => (value.trim() === '' ? 'Enter a prefix' : null),
  deliveryRetentionDays: (value: number) => between(value, 1, 3_650, 'days'),
}

interface Props {
  readonly form: UseFormReturnType<PolicyView>
  /** What the server refused. */
  readonly error: unknown
}

/** What holds for every asset alike. */
export function PolicySettings({ form, error }: Props) {
  const { values, errors } = form
  const field = (name: 'askAbove' | 'ticketPrefix' | 'deliveryRetentionDays') => ({
    ...form.getInputProps(name),
    error: errors[name] ?? fieldError(error, `/${name}`),
  })
  return (
    <>
      <Panel title="Many tickets at once">
        <NumberInput
          maw={460}
          label="Ask before one import opens more tickets than"
          description="They are held until somebody says which of them to open. 0: never ask."
          min={0}
          max={1_000_000}
          allowDecimal={false}
          thousandSeparator=","
          {...field('askAbove')}
        />
      </Panel>
      <Panel title="Tickets and deliveries">
        <Stack maw={460}>
          <TextInput label="Ticket prefix" maxLength={40} {...field('ticketPrefix')} />
          <Text size="sm" c="dimmed" component="div" style={{ overflowWrap: 'anywhere' }}>
            Tickets are called{' '}
            <Code>{values.ticketPrefix.trim()} 1042 - SQL injection in login</Code>
          </Text>
          <NumberInput
            label="Keep deliveries for (days)"
            description="Lines of Recent deliveries that are older are removed."
            min={1}
            max={3_650}
            allowDecimal={false}
            {...field('deliveryRetentionDays')}
          />
        </Stack>
      </Panel>
    </>
  )
}

function between(value: number, least: number, most: number, unit: string): string | null {
  if (Number.isInteger(value) && value >= least && value <= most) return null
  return `Enter between ${least} and ${most.toLocaleString('en')} ${unit}`
}
