import type { Fields, Reading, SysId } from '../connection/ticket.ts'
import type { Found } from './situation.ts'
import { sysId } from './situation.fixture.ts'

/** How a simulated instance misbehaves. All of it is allowed to a real one. */
export interface Temper {
  /** Fields that are accepted and not kept. */
  readonly drops: readonly string[]
  /** Lengths that the instance keeps to, whatever its dictionary says. */
  readonly cuts: Readonly<Record<string, number>>
  /** Business rules: who writes the one state gets the other. */
  readonly moves: Readonly<Record<string, string>>
  /** States that a data policy refuses. */
  readonly refuses: readonly string[]
  /** Whether a POST may choose its sys_id. */
  readonly honoursSysId: boolean
  /** Seconds that each call takes. */
  readonly latency: number
  /** Seconds until a POST that nobody waits for any more is committed. */
  readonly commitsAfter: number
  /** Seconds for which a new record is not shown to who reads it: a replica is behind. */
  readonly hidesFor: number
}

export interface Row {
  readonly sysId: SysId
  readonly number: string
  readonly createdOn: string
  readonly fields: Readonly<Record<string, string>>
  readonly modCount: number
  readonly updatedBy: string
}

export class RefusedByInstance extends Error {
  override readonly name = 'RefusedByInstance'
}

export const US = 'lockstep.api'

/** A table of one instance: what is committed, with every version that a reader may have seen. */
export function simulatedInstance(temper: Temper) {
  const rows = new Map<SysId, Row>()
  const versions: Row[] = []
  let made = 0

  function keep(row: Row): Row {
    rows.set(row.sysId, row)
    versions.push(row)
    return row
  }

  /** What becomes of written values: dropped, cut, moved on by rules, priority computed. */
  function digest(old: Row['fields'], values: Fields, by: string): Row['fields'] {
    const taken = by === US ? without(values, temper.drops) : values
    const next: Record<string, string> = { ...old, ...without(taken, ['work_notes', 'sys_id']) }
    for (const [field, length] of Object.entries(temper.cuts)) {
      next[field] = next[field]?.slice(0, length) ?? ''
    }
    if (by === US && taken['state'] !== undefined) {
      next['state'] = temper.moves[taken['state']] ?? taken['state']
    }
    next['priority'] = String(Math.min(5, Number(next['impact']) + Number(next['urgency']) - 1))
    return next
  }

  return {
    temper,
    rows,
    versions,
    insert(wanted: SysId | null, values: Fields, by: string, at: Date): Row {
      if (by === US && temper.refuses.includes(values['state'] ?? '')) throw new RefusedByInstance()
      made += 1
      const id = wanted !== null && temper.honoursSysId ? wanted : sysId(0x900000 + made)
      if (rows.has(id)) throw new Error('duplicate')
      return keep({
        sysId: id,
        number: `INC${10_000 + made}`,
        createdOn: at.toISOString().slice(0, 19).replace('T', ' '),
        fields: digest({ state: '1' }, values, by),
        modCount: 0,
        updatedBy: by,
      })
    },
    update(id: SysId, values: Fields, by: string): Row {
      const old = rows.get(id)
      if (old === undefined) throw new Error('no such record')
      if (by === US && temper.refuses.includes(values['state'] ?? '')) throw new RefusedByInstance()
      const fields = digest(old.fields, values, by)
      const isNote = values['work_notes'] !== undefined
      if (!isNote && JSON.stringify(fields) === JSON.stringify(old.fields)) return old
      return keep({ ...old, fields, modCount: old.modCount + 1, updatedBy: by })
    },
    withKey(correlationId: string): Row[] {
      return [...rows.values()].filter((row) => row.fields['correlation_id'] === correlationId)
    },
  }
}

export type SimulatedInstance = ReturnType<typeof simulatedInstance>

export function readingOf({ fields, modCount, updatedBy }: Row): Reading {
  const { state = '', ...others } = fields
  return { state, fields: others, modCount, updatedOn: '', updatedBy }
}

export function foundOf(row: Row): Found {
  const { sysId: id, number, createdOn } = row
  return { sysId: id, number, createdOn, reading: readingOf(row) }
}

function without(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))
}
