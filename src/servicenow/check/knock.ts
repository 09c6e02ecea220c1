import type { InstanceAddress } from '../address.ts'
import { isHtml, type Answer } from '../answer.ts'
import { classify } from '../classify.ts'
import { isServiceNowError } from '../errors.ts'
import type { Sender } from '../http.ts'
import { instanceWords } from '../refusal.ts'
import { failed, failedBy, passed, skipped, type Step } from './step.ts'

const REACHABLE = ['reachable', 'Reachable'] as const
const TLS = ['tls', 'Secure connection'] as const
const SERVICENOW = ['servicenow', 'A ServiceNow instance, awake'] as const
const REMEDY = 'check the instance URL, and that the instance is running'

/** Knocks without a token: a ServiceNow instance asks who is there in words of its own. */
export async function knock(http: Sender, instance: InstanceAddress): Promise<Step[]> {
  try {
    const answer = await http.send(instance, {
      method: 'GET',
      path: '/api/now/table/task',
      query: { sysparm_limit: '1', sysparm_fields: 'sys_id' },
      timeoutMs: 15_000,
    })
    const { host, origin } = instance
    const tls = origin.startsWith('https:')
      ? passed(...TLS, `the certificate of ${host} is trusted`)
      : skipped(...TLS, 'not encrypted: the operator allowed this address without https')
    return [passed(...REACHABLE, `${host} answers`), tls, whoAnswers(answer)]
  } catch (error) {
    return noAnswer(error)
  }
}

function whoAnswers(answer: Answer): Step {
  const problem = classify(answer, 'GET', new Date())
  const asksWhoIsThere = problem?.code === 'not_authenticated' && !isHtml(answer)
  const isServiceNow =
    answer.headers['server'] === 'ServiceNow' ||
    /user (not|is not) authenticated/i.test(instanceWords(answer.text).instanceMessage ?? '')
  if (asksWhoIsThere && isServiceNow) return passed(...SERVICENOW, 'it asks for a log-in')
  if (problem === null || asksWhoIsThere || problem.kind === 'refused') {
    return failed(...SERVICENOW, 'what answers there is not a ServiceNow instance', REMEDY)
  }
  return failedBy(...SERVICENOW, problem, REMEDY)
}

function noAnswer(error: unknown): Step[] {
  if (isServiceNowError(error, 'tls')) {
    const { cause } = error
    const why = cause instanceof Error ? cause.message : error.message
    return [
      passed(...REACHABLE, 'a connection is possible'),
      failed(...TLS, `${error.message} (${why})`, error.remedy ?? REMEDY),
      skipped(...SERVICENOW),
    ]
  }
  if (isServiceNowError(error, 'too_large')) {
    return [
      passed(...REACHABLE, 'it answers'),
      passed(...TLS, 'the connection was made'),
      failedBy(...SERVICENOW, error, REMEDY),
    ]
  }
  return [failedBy(...REACHABLE, error, REMEDY), skipped(...TLS), skipped(...SERVICENOW)]
}
