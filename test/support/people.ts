import type { Role } from '../../src/http/contract.ts'
import { visitor, type Visitor } from '../../src/cli/demo/visitor.ts'
import { signedIn, type TestStage } from './stage.ts'

export const PASSWORD = 'long enough to keep'

/** Somebody who was invited and came; their password is PASSWORD. */
export async function invited(
  stage: Pick<TestStage, 'url'>,
  admin: Visitor,
  email: string,
  role: Role,
): Promise<Visitor> {
  const name = email.split('@')[0] ?? email
  const invitation = { email, name, role }
  const { link } = await admin.json<{ link: string }>(
    'POST',
    '/api/v1/people/invitations',
    invitation,
  )
  const token = new URL(link).pathname.split('/').at(-1) ?? ''
  await visitor(stage.url).json('POST', `/api/v1/links/${token}`, { name, password: PASSWORD })
  return signedIn(stage, email, PASSWORD)
}
