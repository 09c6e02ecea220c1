import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'

export function LinkPage() {
  return (
    <Page>
      <PageHeader title="Welcome" />
    </Page>
  )
}
