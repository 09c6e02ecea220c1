import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'

export function ServiceNowPage() {
  return (
    <Page>
      <PageHeader title="ServiceNow Integration" />
    </Page>
  )
}
