import { randomHex } from '../random-hex.ts'
import { callerOf, textAt, type Caller, type Target } from './caller.ts'
import { INCIDENT, type Check, type Finding, type World } from './check.ts'
import { QUERIES } from './queries.ts'
import { READS } from './reads.ts'
import { WRITES } from './writes.ts'

/**
 * Holds an instance against what is known of instances. Makes one incident, changes that one only,
 * and deletes it in the end; where the user may not delete, it is cancelled and said to be left.
 */
export async function conform(target: Target): Promise<Finding[]> {
  const call = callerOf(target)
  const anonymous = callerOf({ ...target, authorization: '' })
  const record = randomHex(16)
  const made = await make(call, record)
  const findings = [made.finding]
  const world: World = { call, anonymous, record: made.sysId }
  try {
    if (made.sysId === '') return findings
    for (const check of [...READS, ...QUERIES, ...WRITES]) findings.push(await run(check, world))
  } finally {
    if (made.sysId !== '') findings.push(await cleanUp(call, made.sysId))
  }
  return findings
}

async function make(call: Caller, sysId: string): Promise<{ finding: Finding; sysId: string }> {
  const body = {
    sys_id: sysId,
    short_description: 'Lockstep conformance run: will be deleted',
    correlation_id: `lockstep:conformance:${sysId}`,
  }
  const { status, headers, json, text } = await call(INCIDENT, { method: 'POST', body })
  const got = textAt(json, 'result', 'sys_id')
  const location = headers.get('location') ?? ''
  const isRight = status === 201 && got === sysId && location.endsWith(`/${sysId}`)
  const saw = isRight ? '' : `${status}, sys_id ${got}, Location ${location} ${text.slice(0, 300)}`
  const name = 'a new record: 201, Location, and the sys_id that the caller gave'
  return { finding: { name, holds: isRight, saw }, sysId: got }
}

async function run({ name, run: look }: Check, world: World): Promise<Finding> {
  try {
    const saw = await look(world)
    return { name, holds: saw === null, saw: saw ?? '' }
  } catch (error) {
    return { name, holds: false, saw: String(error) }
  }
}

async function cleanUp(call: Caller, record: string): Promise<Finding> {
  const name = 'deleting: 204 without a body, and then 404'
  const { status, text } = await call(`${INCIDENT}/${record}`, { method: 'DELETE' })
  if (status === 204) {
    const after = await call(`${INCIDENT}/${record}`)
    const isGone = text === '' && after.status === 404
    return { name, holds: isGone, saw: isGone ? '' : `${after.status} afterwards` }
  }
  // itil deletes nothing: a refusal in the recorded words is what an instance does, too.
  const cancelled = await call(`${INCIDENT}/${record}`, { method: 'PATCH', body: { state: '8' } })
  const left = `left behind, cancelled (${cancelled.status}): incident ${record}`
  return { name, holds: status === 403, saw: `${status}; ${left}` }
}
