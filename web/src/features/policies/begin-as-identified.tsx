import { Switch } from '@mantine/core'

interface Props {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

export function BeginAsIdentified({ checked, onChange }: Props) {
  return (
    <Switch
      label="Create vulnerability as identified"
      description="Off: they begin as Created, and get a ticket once somebody identifies them."
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}
