import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconLink, IconUserCheck, IconUserCog, IconUserOff } from '@tabler/icons-react'
import { useState } from 'react'

import type { PersonView } from '../../../../src/http/contract.ts'
import { ChangeRole } from './change-role.tsx'
import { DisablePerson } from './disable-person.tsx'
import { ResetLink } from './reset-link.tsx'

type Asking = 'role' | 'disable' | 'reset' | null

export function PersonActions({ person }: { person: PersonView }) {
  const [asking, setAsking] = useState<Asking>(null)
  const close = () => setAsking(null)
  const isDisabled = person.state === 'disabled'
  return (
    <>
      {/* Outside the table, which would cut it, but inside the landmark. */}
      <Menu position="bottom-end" portalProps={{ target: '#main' }}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${person.name}`}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconUserCog size={16} aria-hidden />}
            onClick={() => setAsking('role')}
          >
            Change profile
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLink size={16} aria-hidden />}
            disabled={isDisabled}
            onClick={() => setAsking('reset')}
          >
            {person.state === 'invited' ? 'New invitation link' : 'Reset password by link'}
          </Menu.Item>
          <Menu.Item
            leftSection={
              isDisabled ? (
                <IconUserCheck size={16} aria-hidden />
              ) : (
                <IconUserOff size={16} aria-hidden />
              )
            }
            onClick={() => setAsking('disable')}
          >
            {isDisabled ? 'Enable' : 'Disable'}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking === 'role' && <ChangeRole person={person} onClose={close} />}
      {asking === 'disable' && <DisablePerson person={person} onClose={close} />}
      {asking === 'reset' && <ResetLink person={person} onClose={close} />}
    </>
  )
}
