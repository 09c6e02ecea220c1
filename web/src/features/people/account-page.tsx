import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'

export function AccountPage() {
  return (
    <Page>
      <PageHeader title="Your account" />
    </Page>
  )
}
