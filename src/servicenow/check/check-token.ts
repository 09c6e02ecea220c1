import type { Session } from '../session.ts'
import { failedBy, passed, type Step } from './step.ts'

const TOKEN = ['token', 'Token'] as const

/** Renews the access token now: a token that works today says nothing about tomorrow's. */
export async function checkToken(session: Session): Promise<Step> {
  try {
    await session.renew()
    return passed(...TOKEN, 'the access token can be renewed')
  } catch (error) {
    return failedBy(...TOKEN, error, 'log in with ServiceNow again')
  }
}
