import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'

export function AssetPage() {
  return (
    <Page>
      <PageHeader title="Asset" />
    </Page>
  )
}
