import { IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'

import { useMe } from '../app/session.ts'
import { EmptyState } from './empty-state.tsx'
import { Panel } from './panel.tsx'

/** Says who may see this, where the server would only refuse. */
export function AdminsOnly({ children }: { children: ReactNode }) {
  const { permissions } = useMe()
  if (permissions.configure) return children
  return (
    <Panel>
      <EmptyState icon={IconLock} title="For administrators">
        Only people with the profile Admin can see and change this. Ask one of them if you need to.
      </EmptyState>
    </Panel>
  )
}
