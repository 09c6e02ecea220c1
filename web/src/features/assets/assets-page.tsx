import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'

export function AssetsPage() {
  return (
    <Page>
      <PageHeader title="Assets" />
    </Page>
  )
}
