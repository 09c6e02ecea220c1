import { Radio, Stack } from '@mantine/core'

import { ROLES, ROLE_LABELS, type Role } from '../../../../src/http/contract.ts'

const MEANING: Record<Role, string> = {
  ADMIN: 'Everything: integrations, projects, policies, people, and judging findings.',
  DEVELOPER: 'Imports reports and moves statuses, but does not accept risks or dismiss findings.',
  VIEWER: 'Sees vulnerabilities and assets, changes nothing.',
}

interface Props {
  readonly value: Role
  readonly onChange: (role: Role) => void
}

export function RolePicker({ value, onChange }: Props) {
  const choose = (chosen: string) => {
    const role = ROLES.find((each) => each === chosen)
    if (role !== undefined) onChange(role)
  }
  return (
    <Radio.Group label="Profile" value={value} onChange={choose}>
      <Stack gap="xs" mt="xs">
        {ROLES.map((role) => (
          <Radio key={role} value={role} label={ROLE_LABELS[role]} description={MEANING[role]} />
        ))}
      </Stack>
    </Radio.Group>
  )
}
