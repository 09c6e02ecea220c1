import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'

export function VulnerabilitiesPage() {
  return (
    <Page>
      <PageHeader title="Vulnerabilities" />
    </Page>
  )
}
