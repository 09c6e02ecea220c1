import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'

export function CallbackPage() {
  return (
    <Page>
      <PageHeader title="Connecting to ServiceNow" />
    </Page>
  )
}
