import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'

export function PoliciesPage() {
  return (
    <Page>
      <PageHeader title="Policies" />
    </Page>
  )
}
