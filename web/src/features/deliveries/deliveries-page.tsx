import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'

export function DeliveriesPage() {
  return (
    <Page>
      <PageHeader title="Recent deliveries" />
    </Page>
  )
}
