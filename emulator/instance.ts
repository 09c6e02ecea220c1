import type { Actor } from './actor.ts'
import { Background } from './background.ts'
import type { Clock } from './clock.ts'
import { CallOuts } from './control/call-out.ts'
import { operationFailed } from './refusal.ts'
import { accept } from './rules/accept.ts'
import { audit } from './rules/audit.ts'
import { BusinessRules, type Operation } from './rules/business-rules.ts'
import type { Change } from './rules/change.ts'
import { nameClass } from './rules/cmdb-rules.ts'
import { ChoiceLists } from './rules/choice-lists.ts'
import { enforceDataPolicies } from './rules/data-policies.ts'
import { lookUpPriority } from './rules/priority.ts'
import { applyRegistryRules } from './rules/registry-rules.ts'
import { mustBeWritable } from './rules/rights.ts'
import { checkRemoval, removeSchema } from './rules/schema-removal.ts'
import { applySchema, checkSchema } from './rules/schema-rules.ts'
import { enforceStateModel, mustBeAllowedToClose } from './rules/state-models.ts'
import { applyTaskRules } from './rules/task-rules.ts'
import { grantRole, nameUser, withdrawRole } from './rules/user-rules.ts'
import type { Settings } from './settings.ts'
import { newSysId, type Database } from './store/database.ts'
import { History } from './store/history.ts'
import type { Row } from './store/sorted-rows.ts'
import type { Table } from './store/table.ts'

export interface WriteOptions {
  readonly takesDisplayValues?: boolean
  /** When it was written: now, unless a seed writes what is older. */
  readonly at?: string
}

export type Input = Readonly<Record<string, unknown>>

const JOURNALS = ['work_notes', 'comments']

/** Tables with their rules: the only way anything is written, whether by API, page or test. */
export class Instance {
  readonly database: Database
  readonly clock: Clock
  readonly settings: Settings
  readonly choices: ChoiceLists
  /** Records that only an administrator may read for now, as a changed ACL would have it. */
  readonly hidden = new Set<string>()
  readonly businessRules = new BusinessRules()
  readonly callOuts = new CallOuts()
  readonly background = new Background()
  /** What the last writes replaced; kept only while reads lag behind. */
  readonly history = new History()
  /** API requests by rate limit rule, user and hour. */
  readonly requestCounts = new Map<string, number>()
  /** What attachments hold, by the sys_id of their record. */
  readonly files = new Map<string, Buffer>()

  constructor(database: Database, clock: Clock, settings: Settings) {
    this.database = database
    this.clock = clock
    this.settings = settings
    this.choices = new ChoiceLists(database)
  }

  insert(actor: Actor, table: Table, input: Input, options: WriteOptions = {}): Row {
    mustBeWritable(this.database, actor, table, 'Insert')
    const after = table.blank()
    const taken = this.#accept(actor, table, input, after, options)
    const notes = takeJournals(taken)
    Object.assign(after, taken)
    after['sys_id'] = this.#sysIdFor(table, input['sys_id'])
    const now = options.at ?? this.clock.now()
    const change = { ...this.#context(actor, table), now, before: null, after }
    this.#applyRules(change, 'insert')
    after['sys_created_on'] = after['sys_updated_on'] = now
    after['sys_created_by'] = after['sys_updated_by'] = actor.userName
    this.#note(table, after, null)
    table.insert(after)
    this.#writeJournals(actor, table, after, notes, now)
    applySchema(change)
    grantRole(change)
    this.#tell(change, 'insert')
    return after
  }

  /** Changes nothing, not even the count of updates, when nothing would be different. */
  update(actor: Actor, table: Table, row: Row, input: Input, options: WriteOptions = {}): Row {
    mustBeWritable(this.database, actor, table, 'Update')
    const taken = this.#accept(actor, table, input, row, options)
    const notes = takeJournals(taken)
    const after = { ...row, ...taken }
    if (notes.length === 0 && changesBetween(row, after) === null) return row
    const change = { ...this.#context(actor, table), before: row, after }
    this.#applyRules(change, 'update')
    const changes = changesBetween(row, after)
    if (changes === null && notes.length === 0) return row
    audit(change, changes ?? {})
    this.#note(table, row, row)
    const before = { ...row }
    table.update(row, {
      ...changes,
      sys_mod_count: String(Number(row['sys_mod_count']) + 1),
      sys_updated_on: this.clock.now(),
      sys_updated_by: actor.userName,
    })
    this.#writeJournals(actor, table, row, notes)
    this.#tell({ ...change, before, after: row }, 'update')
    return row
  }

  delete(actor: Actor, table: Table, row: Row): void {
    mustBeWritable(this.database, actor, table, 'Delete')
    const change = { ...this.#context(actor, table), before: row, after: { ...row } }
    this.businessRules.before(change, 'delete')
    checkRemoval(change)
    this.deleteUnchecked(table, row)
    removeSchema(change, (from, one) => this.deleteUnchecked(from, one))
    withdrawRole(change)
    this.#tell(change, 'delete')
  }

  /** A record that the instance keeps for its own ends: no rights, no rules. */
  insertUnchecked(actor: Actor, table: Table, input: Input): Row {
    const after = table.blank()
    const how = { database: this.database, choices: this.choices, actor, takesDisplayValues: false }
    Object.assign(after, accept(table, input, after, how))
    const now = this.clock.now()
    after['sys_id'] = newSysId()
    after['sys_created_on'] = after['sys_updated_on'] = now
    after['sys_created_by'] = after['sys_updated_by'] = actor.userName
    this.#note(table, after, null)
    table.insert(after)
    return after
  }

  /** Writes into such a record, columns that nobody else may write included. */
  store(table: Table, row: Row, changes: Readonly<Row>): void {
    this.#note(table, row, row)
    table.update(row, changes)
  }

  /** With a record go its files. */
  deleteUnchecked(table: Table, row: Row): void {
    const sysId = row['sys_id'] ?? ''
    this.#note(table, row, row)
    table.delete(row)
    this.files.delete(sysId)
    const attachments = this.database.must('sys_attachment')
    const attached = [...(attachments.withValue('table_sys_id', sysId) ?? [])]
    for (const file of attached) this.deleteUnchecked(attachments, file)
  }

  #note(table: Table, row: Row, before: Row | null): void {
    if (this.settings.replicaLagMs === 0) return
    this.history.note(this.clock.nowMs(), table.name, row['sys_id'] ?? '', before)
  }

  #context(actor: Actor, table: Table): Omit<Change, 'before' | 'after'> {
    return { table, database: this.database, actor, now: this.clock.now() }
  }

  #accept(actor: Actor, table: Table, input: Input, before: Row, options: WriteOptions): Row {
    const { takesDisplayValues = false } = options
    const { database, choices } = this
    return accept(table, input, before, { database, choices, actor, takesDisplayValues })
  }

  #tell(change: Change, operation: Operation): void {
    for (const sending of this.businessRules.after(change, operation)) this.callOuts.send(sending)
  }

  #applyRules(change: Change, operation: Operation): void {
    applyTaskRules(change)
    applyRegistryRules(change, this.settings.newClientsAreScoped)
    nameUser(change)
    nameClass(change)
    lookUpPriority(change)
    enforceStateModel(change)
    if (!this.settings.itilMayClose) mustBeAllowedToClose(change)
    this.businessRules.before(change, operation)
    checkSchema(change)
    if (this.settings.dataPolicies) enforceDataPolicies(change)
  }

  #sysIdFor(table: Table, given: unknown): string {
    if (!this.settings.honourSysId || typeof given !== 'string') return newSysId()
    const sysId = given.toLowerCase()
    if (!/^[0-9a-f]{32}$/.test(sysId)) return newSysId()
    const root = table.lineage().at(-1) ?? table
    if (this.database.find(root, sysId) === null) return sysId
    throw operationFailed(
      `Unique Key violation detected by database (Duplicate entry '${sysId}' for key 'PRIMARY')`,
    )
  }

  #writeJournals(
    actor: Actor,
    table: Table,
    row: Row,
    notes: readonly Note[],
    now = this.clock.now(),
  ): void {
    const journal = this.database.must('sys_journal_field')
    for (const { element, value } of notes) {
      const entry = journal.blank()
      Object.assign(entry, { name: table.name, element, element_id: row['sys_id'] ?? '', value })
      Object.assign(entry, { sys_id: newSysId(), sys_created_on: now, sys_updated_on: now })
      Object.assign(entry, { sys_created_by: actor.userName, sys_updated_by: actor.userName })
      this.#note(journal, entry, null)
      journal.insert(entry)
    }
  }
}

interface Note {
  readonly element: string
  readonly value: string
}

/** A journal column keeps nothing itself: what is written to it becomes an entry of the journal. */
function takeJournals(taken: Row): Note[] {
  const notes: Note[] = []
  for (const element of JOURNALS) {
    const value = taken[element]
    delete taken[element]
    if (value !== undefined && value !== '') notes.push({ element, value })
  }
  return notes
}

function changesBetween(before: Readonly<Row>, after: Readonly<Row>): Row | null {
  const changes: Row = {}
  let hasAny = false
  for (const name in after) {
    const value = after[name]
    if (value === undefined || value === before[name]) continue
    changes[name] = value
    hasAny = true
  }
  return hasAny ? changes : null
}
