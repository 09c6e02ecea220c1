import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'

export function IntegrationsPage() {
  return (
    <Page>
      <PageHeader title="Integrations" />
    </Page>
  )
}
