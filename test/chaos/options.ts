import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'

/** How large and how long a storm is. */
export interface Options {
  readonly seed: number
  readonly minutes: number
  readonly vulnerabilities: number
  readonly kills: number
  /** How long Lockstep waits for a create without an answer; no commit of the instance is later. */
  readonly unknownSeconds: number
  /** Which troubles there are; all of them without. */
  readonly only: readonly string[]
  /** Whether the instance uses the sys_id that a caller chose; null: the seed says. */
  readonly honourSysId: boolean | null
  /** How long both sides may take to agree once it is calm. */
  readonly settleSeconds: number
}

export const USAGE = `npm run chaos -- [options]

  --seed N              the same storm again; a random one without
  --minutes N           how long it storms (2)
  --vulnerabilities N   how many are found in that time (500)
  --kills N             SIGKILLs of Lockstep's processes and of PostgreSQL (20)
  --unknown-seconds N   how long an unanswered create is waited for (20)
  --settle-seconds N    how long both sides may take to agree once it is calm (60)
  --only A,B            these only: here, there (people act), kill, serve, postgres, network, misread, answers, storms,
                        tokens, expired, slow, clock, lag, restart, restore, pairing, delete, copy,
                        close, hide
  --sys-id yes|no       whether the instance uses a sys_id that the caller chose
`

export function readOptions(args: readonly string[]): Options | null {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: text,
      minutes: { ...text, default: '2' },
      vulnerabilities: { ...text, default: '500' },
      kills: { ...text, default: '20' },
      'unknown-seconds': { ...text, default: '20' },
      'settle-seconds': { ...text, default: '60' },
      only: { ...text, default: '' },
      'sys-id': text,
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return null
  return {
    seed: values.seed === undefined ? randomInt(1_000_000) : number('seed', values.seed),
    minutes: number('minutes', values.minutes),
    vulnerabilities: number('vulnerabilities', values.vulnerabilities),
    kills: number('kills', values.kills),
    unknownSeconds: number('unknown-seconds', values['unknown-seconds']),
    only: values.only.split(',').filter((name) => name !== ''),
    honourSysId: values['sys-id'] === undefined ? null : values['sys-id'] === 'yes',
    settleSeconds: number('settle-seconds', values['settle-seconds']),
  }
}

function number(name: string, text: string): number {
  const value = Number(text)
  if (text !== '' && value >= 0) return value
  throw new Error(`--${name} must be a number, not "${text}"`)
}
