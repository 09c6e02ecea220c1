import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'

interface Props {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

/** A filter that is on or off. */
export function FilterToggle({ label, isOn, onChange }: Props) {
  return (
    <Button
      variant={isOn ? 'light' : 'default'}
      aria-pressed={isOn}
      onClick={() => onChange(!isOn)}
      fw={500}
      px="sm"
      leftSection={isOn && <IconCheck size={14} aria-hidden />}
    >
      {label}
    </Button>
  )
}
