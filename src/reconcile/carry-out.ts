import type { Reading } from '../connection/ticket.ts'
import { must } from '../lib/must.ts'
import { never } from '../lib/never.ts'
import { isServiceNowError, type ServiceNowError } from '../servicenow/errors.ts'
import type { Database } from '../store/database.ts'
import { memory } from '../store/memory.ts'
import { databaseNow } from '../store/situation.ts'
import { tickets } from '../store/ticket.ts'
import { setSending } from '../store/vulnerability-sync.ts'
import type { AddNote, Call, LookUp, UpdateTicket } from './action.ts'
import { createTicket } from './create-ticket.ts'
import { afterBirth, withTicket } from './expected.ts'
import { noteLine } from './explain.ts'
import type { Ledger } from './ledger.ts'
import { afterUpdate } from './read-back.ts'
import { afterRefusal } from './refused.ts'
import type { Attempted, Observed, Situation } from './situation.ts'
import { deliver } from './take-note.ts'
import { wordsOf, type Way } from './way.ts'
import { answerFields, canReadAny, hasNote, lookFor, READ_FIELDS, toReading } from './world.ts'

/** What a call taught; what it changed stands in the database already. */
export interface Learned {
  readonly observed?: Observed
  readonly looked?: Attempted['looked']
  /** How things stand now, unless somebody else has changed them meanwhile. */
  readonly after?: Situation
}

/** Carries one call of a plan out and writes down what came of it. */
export async function carryOut(
  ledger: Ledger,
  situation: Situation,
  call: Call,
  way: Way,
): Promise<Learned> {
  const { database } = ledger
  switch (call.kind) {
    case 'look_up':
      return lookUp(database, situation, call, way)
    case 'look_for': {
      // Taken before the search: what is committed after it must not count as looked for.
      const at = await databaseNow(database.kysely)
      const found = await lookFor(way.tables, call.pairing.table, call.attempt, way.options)
      return { looked: { at, found } }
    }
    case 'create_ticket': {
      const made = await createTicket(ledger, situation, call, way)
      if (made === null) return {}
      const { reading } = made.ticket
      const after = afterBirth(situation, made.id, made.ticket)
      return { observed: { kind: 'fresh', reading }, after }
    }
    case 'update_ticket':
      return updateTicket(database, situation, call, way)
    case 'add_note':
      return addNote(database, situation, call, way)
    default:
      return never(call)
  }
}

async function lookUp(
  database: Database,
  situation: Situation,
  { pairing, sysId }: LookUp,
  { tables: at, options }: Way,
): Promise<Learned> {
  const row = await at.read(pairing.table, sysId, READ_FIELDS, options)
  if (row === null) {
    const isGone = await canReadAny(at, pairing.table, options)
    // By the time before it was asked for: what was made since then could not be found.
    return { observed: isGone ? { kind: 'gone', at: situation.now } : { kind: 'unreadable' } }
  }
  const reading = toReading(row)
  await tickets(database.kysely).keepReading(ticketOf(situation).id, reading)
  return { observed: { kind: 'fresh', reading } }
}

async function updateTicket(
  database: Database,
  situation: Situation,
  action: UpdateTicket,
  { tables: at, options }: Way,
): Promise<Learned> {
  const ticket = ticketOf(situation)
  const { id } = ticket
  const answers: Reading[] = []
  try {
    for (const values of action.writes) {
      const { table } = action.pairing
      const row = await at.update(table, action.sysId, values, answerFields(values), options)
      if (row === null) return forgotten(database, id)
      answers.push(toReading(row))
    }
  } catch (error) {
    if (!isServiceNowError(error) || error.kind !== 'refused') throw error
    return refused(database, situation, action, error, answers)
  }
  const written = afterUpdate(action, [must(answers[0], 'an answer'), ...answers.slice(1)])
  const { agreed, reading, lines } = written
  const { mappingId } = action.pairing
  await database.transaction(async (tx) => {
    await tickets(tx).written(id, reading)
    await tickets(tx).remember({ id, agreed, mappingId })
    await deliver(tx, situation, lines)
  })
  const after = withTicket(situation, {
    ...ticket,
    agreed,
    mappingId,
    reading,
    writtenModCount: reading.modCount,
  })
  return { observed: { kind: 'fresh', reading }, after }
}

async function addNote(
  database: Database,
  situation: Situation,
  action: AddNote,
  { tables: at, options }: Way,
): Promise<Learned> {
  const { pairing, sysId, marker, text } = action
  const { id } = ticketOf(situation)
  let reading: Reading | null = null
  // An earlier try may have been carried out although its answer was lost.
  if (!(await hasNote(at, pairing.table, sysId, marker, options))) {
    try {
      const row = await at.update(pairing.table, sysId, { work_notes: text }, READ_FIELDS, options)
      if (row === null) return await forgotten(database, id)
      reading = toReading(row)
    } catch (error) {
      if (!isServiceNowError(error) || error.kind !== 'refused') throw error
      return refused(database, situation, action, error, [])
    }
  }
  await database.transaction(async (tx) => {
    if (reading !== null) await tickets(tx).written(id, reading)
    const isNews = await memory(tx, situation.vulnerability.id).say(marker)
    if (isNews) await deliver(tx, situation, [noteLine(pairing, action)])
  })
  return reading === null ? {} : { observed: { kind: 'fresh', reading } }
}

async function refused(
  database: Database,
  situation: Situation,
  action: UpdateTicket | AddNote,
  error: ServiceNowError,
  answers: readonly Reading[],
): Promise<Learned> {
  const { refusal, notSent, line, agreed } = afterRefusal(action, wordsOf(error), answers)
  const { id } = situation.vulnerability
  const reading = answers.at(-1)
  await database.transaction(async (tx) => {
    await memory(tx, id).refuse(refusal.wish, refusal.words)
    await setSending(tx, id, notSent.sending, notSent.reason)
    if (reading !== undefined) await tickets(tx).written(ticketOf(situation).id, reading)
    if (agreed !== null) {
      const { mappingId } = action.pairing
      await tickets(tx).remember({ id: ticketOf(situation).id, agreed, mappingId })
    }
    await deliver(tx, situation, [line])
  })
  return reading === undefined ? {} : { observed: { kind: 'fresh', reading } }
}

/** The record was not there to be written: what we know of it is out of date, so look it up. */
async function forgotten(database: Database, ticketId: number): Promise<Learned> {
  await tickets(database.kysely).forgetReading(ticketId)
  return {}
}

function ticketOf({ ticket }: Situation) {
  return must(ticket, 'the ticket that is spoken of')
}
