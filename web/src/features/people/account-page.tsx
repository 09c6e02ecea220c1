import { SimpleGrid } from '@mantine/core'

import { ROLE_LABELS } from '../../../../src/http/contract.ts'
import { useMe } from '../../app/session.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { ApiKeys } from './api-keys.tsx'
import { ChangePassword } from './change-password.tsx'

export function AccountPage() {
  const me = useMe()
  return (
    <Page>
      <PageHeader
        title="Your account"
        description={`${me.name}, ${me.email}, ${ROLE_LABELS[me.role]}`}
      />
      <ApiKeys />
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <ChangePassword />
      </SimpleGrid>
    </Page>
  )
}
