import { compile } from '../query/compile.ts'
import { parseQuery } from '../query/parse.ts'
import { operationFailed } from '../refusal.ts'
import { newSysId } from '../store/database.ts'
import type { Row } from '../store/sorted-rows.ts'
import { isA, type Change } from './change.ts'

export const OPERATIONS = ['insert', 'update', 'delete'] as const
export type Operation = (typeof OPERATIONS)[number]

/** Where a rule sends what happened. */
export interface CallOut {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Puts the HMAC-SHA256 of the body, in hex, into that header. */
  readonly signature?: { readonly header: string; readonly secret: string } | undefined
}

/** What an administrator of a real instance would write as a script. */
export interface BusinessRule {
  readonly name: string
  /** The table, or one that it extends. */
  readonly table: string
  /** Before: may abort or set fields. After and async: may call out. */
  readonly when: 'before' | 'after' | 'async'
  /** Inserts and updates where left out. */
  readonly on?: readonly Operation[] | undefined
  /** An encoded query that the record has to satisfy. */
  readonly condition?: string | undefined
  /** One of these fields has to have changed. */
  readonly changes?: readonly string[] | undefined
  readonly abort?: boolean | undefined
  readonly set?: Readonly<Record<string, string>> | undefined
  readonly callOut?: CallOut | undefined
}

export type ActiveRule = BusinessRule & { readonly id: string }

/** A call that a rule wants made, with what it says. */
export interface Sending {
  readonly rule: string
  readonly when: 'after' | 'async'
  readonly callOut: CallOut
  readonly body: string
}

/** The rules of this instance that it was not shipped with. */
export class BusinessRules {
  #rules: ActiveRule[] = []

  add(rule: BusinessRule): string {
    const id = newSysId()
    this.#rules.push({ ...rule, id })
    return id
  }

  list(): readonly ActiveRule[] {
    return this.#rules
  }

  clear(id?: string): void {
    this.#rules = id === undefined ? [] : this.#rules.filter((rule) => rule.id !== id)
  }

  /** Rules before the write: they set fields, or refuse it in the words of the instance. */
  before(change: Change, operation: Operation): void {
    if (this.#rules.length === 0) return
    for (const rule of this.#matching(change, operation, 'before')) {
      Object.assign(change.after, known(change, rule.set ?? {}))
      if (rule.abort !== true) continue
      throw operationFailed(
        `Operation against file '${change.table.name}' was aborted by Business Rule ` +
          `'${rule.name}^${rule.id}'. Business Rule Stack:${rule.name}`,
      )
    }
  }

  /** What rules behind the write want to tell others. */
  after(change: Change, operation: Operation): Sending[] {
    if (this.#rules.length === 0) return []
    return (['after', 'async'] as const).flatMap((when) =>
      this.#matching(change, operation, when).flatMap(({ name, callOut }) =>
        callOut === undefined ? [] : [{ rule: name, when, callOut, body: told(change, operation) }],
      ),
    )
  }

  #matching(change: Change, operation: Operation, when: BusinessRule['when']): ActiveRule[] {
    return this.#rules.filter((rule) => {
      if (rule.when !== when || !isA(change.table, rule.table)) return false
      if (!(rule.on ?? ['insert', 'update']).includes(operation)) return false
      return hasChanged(change, rule.changes) && isMeant(change, rule.condition)
    })
  }
}

function hasChanged({ before, after }: Change, fields: readonly string[] | undefined): boolean {
  if (fields === undefined || before === null) return true
  return fields.some((field) => before[field] !== after[field])
}

function isMeant({ table, database, actor, now, after }: Change, condition = ''): boolean {
  const { userId, userName } = actor
  const holds = compile(parseQuery(condition), table, { database, userId, userName, now })
  return holds === null || holds(after)
}

function known({ table }: Change, fields: Readonly<Record<string, string>>): Row {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => table.columns.has(name)))
}

function told({ table, before, after, actor, now }: Change, operation: Operation): string {
  const names = Object.keys(after).filter((name) => before?.[name] !== after[name])
  const changes = operation === 'update' ? names : []
  const { sys_id: sysId, number } = after
  const record = { ...after }
  return JSON.stringify({
    table: table.name,
    sys_id: sysId,
    number,
    operation,
    changes,
    by: actor.userName,
    at: now,
    record,
  })
}
