import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'

export function SetupPage() {
  return (
    <Page>
      <PageHeader title="Set up Lockstep" />
    </Page>
  )
}
