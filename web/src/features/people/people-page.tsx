import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'

import { AdminsOnly } from '../../ui/admins-only.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { AuditLog } from './audit-log.tsx'
import { PeopleList } from './people-list.tsx'

export function PeoplePage() {
  const { tab } = useSearch({ from: '/shell/people' })
  const navigate = useNavigate()
  const show = (value: string | null) =>
    void navigate({ to: '/people', search: value === 'audit' ? { tab: 'audit' } : {} })
  return (
    <Page>
      <PageHeader
        title="People"
        description="Who may sign in, what they may do, and who changed what."
      />
      <AdminsOnly>
        <Tabs value={tab ?? 'people'} onChange={show} keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="people">People</Tabs.Tab>
            <Tabs.Tab value="audit">Audit log</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="people">
            <PeopleList />
          </Tabs.Panel>
          <Tabs.Panel value="audit">
            <AuditLog />
          </Tabs.Panel>
        </Tabs>
      </AdminsOnly>
    </Page>
  )
}
