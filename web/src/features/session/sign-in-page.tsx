import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'

export function SignInPage() {
  return (
    <Page>
      <PageHeader title="Sign in" />
    </Page>
  )
}
