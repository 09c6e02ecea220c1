import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'

export function PeoplePage() {
  return (
    <Page>
      <PageHeader title="People" />
    </Page>
  )
}
