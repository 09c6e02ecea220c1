import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'

export function DashboardPage() {
  return (
    <Page>
      <PageHeader title="Dashboard" />
    </Page>
  )
}
