import type { Reading, SysId, Ticket } from '../connection/ticket.ts'
import { must } from '../lib/must.ts'
import { never } from '../lib/never.ts'
import type { Action, CreateTicket, NewTicket, UpdateTicket } from './action.ts'
import { foundOf, readingOf, RefusedByInstance, simulatedInstance, US } from './instance.fixture.ts'
import type { Row, Temper } from './instance.fixture.ts'
import { lateCommits, tolerate } from './late-commits.fixture.ts'
import { plan } from './plan.ts'
import { afterCreate, afterUpdate } from './read-back.ts'
import { afterRefusal } from './refused.ts'
import { aTicket, anAttempt, OURS, sysId, unsent } from './situation.fixture.ts'
import type { Observed, Situation } from './situation.ts'

/** What goes wrong with one call of a look. `late`: committed, but only after a while. */
export type Fault = 'lost before' | 'lost after' | 'late' | 'crash'

/** A look that ended before its end, as by a lost answer. */
class Cut extends Error {
  override readonly name = 'Cut'
}

const MOST_ROUNDS = 30

/** Our side and an instance, with everything that a shell around `plan` does, and time. */
export function simulation(temper: Temper, start: Partial<Situation> = {}) {
  const instance = simulatedInstance(temper)
  const pending = lateCommits()
  const made: { sysId: SysId; generation: number }[] = []
  const count = { writes: 0, lost: 0, refused: 0, adopted: 0, posts: 0, looks: 0 }
  let situation = unsent(start)
  let stored: Reading | null = null
  let ids = 0
  let forgotAt = situation.now

  function set(change: Partial<Situation>): void {
    situation = { ...situation, ...change }
  }

  function setTicket(change: Partial<Ticket>): void {
    set({ ticket: { ...must(situation.ticket, 'the ticket'), ...change } })
  }

  function isHidden({ createdOn }: Row): boolean {
    const shownAt = Date.parse(`${createdOn.replace(' ', 'T')}Z`) + temper.hidesFor * 1000
    return situation.now.getTime() < shownAt
  }

  function pass(seconds: number): void {
    set({ now: new Date(situation.now.getTime() + seconds * 1000) })
    pending.pass(situation.now)
  }

  function link(ticket: NewTicket): void {
    if (situation.knownSysIds.includes(ticket.sysId)) throw new Error('adopted twice')
    if (ticket.writtenModCount === -1) count.adopted += 1
    stored = ticket.reading
    set({
      ticketSeenAt: situation.now,
      ticket: aTicket(ticket.agreed, { ...ticket, id: 100 + ticket.generation }),
      attempt: null,
      knownSysIds: [...situation.knownSysIds, ticket.sysId],
    })
  }

  function create(action: CreateTicket, fault: Fault | null): Observed | null {
    if (!pending.isEmpty()) throw new Error('a create while another may still commit')
    if (situation.attempt !== null && action.repeats === null) throw new Error('a second attempt')
    count.posts += 1
    const chosen = action.repeats?.sysId ?? sysId((ids += 1))
    const { generation } = action
    const attempt = anAttempt({ sysId: chosen, generation, sentAt: situation.now })
    set({ attempt: { attempt, pairing: action.pairing, looked: null } })
    const commit = () => {
      const row = instance.insert(chosen, action.fields, US, situation.now)
      made.push({ sysId: row.sysId, generation })
      return row
    }
    if (fault !== null) {
      count.lost += 1
      if (fault === 'lost after') tolerate(commit)
      if (fault === 'late') {
        pending.add(new Date(situation.now.getTime() + temper.commitsAfter * 1000), commit)
      }
      throw new Cut()
    }
    const row = refusable(action, commit)
    set({ attempt: null })
    if (row === null) return null
    const { ticket } = afterCreate(action, foundOf(row))
    link(ticket)
    return { kind: 'fresh', reading: ticket.reading }
  }

  function update(action: UpdateTicket, fault: Fault | null): Observed | null {
    const answers: Reading[] = []
    for (const [index, values] of action.writes.entries()) {
      const isLost = fault !== null && (fault !== 'crash' || index > 0)
      if (isLost) count.lost += 1
      if (isLost && fault === 'lost before') throw new Cut()
      const row = refusable(action, () => writeTo(action.sysId, values), answers)
      if (isLost) throw new Cut()
      if (row === null) return null
      answers.push(readingOf(row))
    }
    const first = must(answers[0], 'an answer')
    const { agreed, reading } = afterUpdate(action, [first, ...answers.slice(1)])
    stored = reading
    const { mappingId } = action.pairing
    setTicket({ agreed, mappingId, writtenModCount: reading.modCount })
    return { kind: 'fresh', reading }
  }

  function writeTo(id: SysId, values: Row['fields']): Row {
    const row = instance.rows.get(id)
    if (row?.fields['correlation_id'] !== OURS) throw new Error('a write to a record not ours')
    count.writes += 1
    return instance.update(id, values, US)
  }

  function refusable(
    action: CreateTicket | UpdateTicket,
    send: () => Row,
    answers: readonly Reading[] = [],
  ): Row | null {
    try {
      return send()
    } catch (error) {
      if (!(error instanceof RefusedByInstance)) throw error
      count.refused += 1
      const { refusal, agreed } = afterRefusal(action, 'no', answers)
      set({ refusals: [...situation.refusals, refusal] })
      if (agreed !== null) setTicket({ agreed })
      const reading = answers.at(-1)
      if (reading !== undefined) {
        stored = reading
        setTicket({ writtenModCount: reading.modCount })
      }
      return null
    }
  }

  /** Carries one action out; what a call taught, or null where it changed what is stored. */
  function carryOut(action: Action, fault: Fault | null): Partial<Situation> {
    switch (action.kind) {
      case 'look_up': {
        const row = instance.rows.get(action.sysId)
        if (row === undefined || isHidden(row)) {
          return { observed: { kind: 'gone', at: situation.now } }
        }
        stored = readingOf(row)
        set({ ticketSeenAt: situation.now })
        return { observed: { kind: 'fresh', reading: stored } }
      }
      case 'look_for': {
        const found = instance.withKey(OURS).map(foundOf)
        const attempt = must(situation.attempt, 'the attempt')
        return { attempt: { ...attempt, looked: { at: situation.now, found } } }
      }
      case 'create_ticket':
        return { observed: create(action, fault) }
      case 'update_ticket':
        return { observed: update(action, fault) }
      case 'add_note': {
        const row = writeTo(action.sysId, { work_notes: action.text })
        stored = readingOf(row)
        setTicket({ writtenModCount: row.modCount })
        set({ said: [...situation.said, action.marker] })
        return { observed: { kind: 'fresh', reading: stored } }
      }
      case 'set_status': {
        if (situation.vulnerability.status !== action.from) throw new Error('overtaken')
        set({
          vulnerability: { ...situation.vulnerability, status: action.status },
          statusChange: { reason: action.reason, actor: action.actor, changedAt: situation.now },
        })
        return {}
      }
      case 'remember':
        setTicket({ agreed: action.agreed, mappingId: action.mappingId })
        return {}
      case 'set_sending':
        set({ sending: { sending: action.sending, reason: action.reason } })
        return {}
      case 'deliver':
        if (action.marker !== null) set({ said: [...situation.said, action.marker] })
        return {}
      case 'mark_gone':
        stored = null
        setTicket({ condition: 'gone' })
        return {}
      case 'mark_living':
        setTicket({ condition: 'living' })
        set({ generation: situation.ticket?.generation ?? situation.generation })
        return {}
      case 'adopt_ticket':
        link(action.ticket)
        return {}
      case 'abandon_attempt':
        set({ attempt: null })
        return {}
      case 'doubt': {
        const names = { sysId: sysId((ids += 1)), generation: action.generation, sentAt: forgotAt }
        const attempt = anAttempt(names)
        set({ attempt: { attempt, pairing: action.pairing, looked: null }, mayBeForgotten: false })
        return {}
      }
      case 'history':
      case 'wait_until':
      case 'wait_for_login':
        return {}
      default:
        return never(action)
    }
  }

  /** One look, with `fault` at its first write. Returns its last plan: empty, or a wait. */
  function look(fault: Fault | null = null): Action[] {
    let learned: Partial<Situation> = {}
    count.looks += 1
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const observed: Observed | null = stored === null ? null : { kind: 'stored', reading: stored }
      const actions = plan({ ...situation, observed, ...known(learned) })
      const isWaiting = actions.some(({ kind }) => kind.startsWith('wait'))
      for (const action of actions) {
        try {
          const taught = carryOut(action, fault)
          if ('pairing' in action) {
            learned = taught
            pass(temper.latency)
          }
        } catch (error) {
          if (error instanceof Cut) return actions
          throw error
        }
      }
      if (actions.length === 0 || isWaiting) return actions
    }
    throw new Error(`not at rest after ${MOST_ROUNDS} rounds`)
  }

  function known({ observed, attempt }: Partial<Situation>): Partial<Situation> {
    const looked = attempt?.looked ?? null
    return {
      ...(observed === null || observed === undefined ? {} : { observed }),
      ...(looked === null || situation.attempt === null
        ? {}
        : { attempt: { ...situation.attempt, looked } }),
    }
  }

  /** A poll's row arrives. Of two readings the store keeps the newer one. */
  function hear(row: Row | undefined): void {
    const { ticket } = situation
    if (row === undefined || ticket === null) return
    if (row.sysId === ticket.sysId) {
      if (stored === null || row.modCount >= stored.modCount) stored = readingOf(row)
    } else if (row.fields['correlation_id'] === OURS) {
      set({ copies: [...situation.copies, { sysId: row.sysId, number: row.number }] })
    }
  }

  /** A backup from before the first ticket is put back, and the operator says so. */
  function forget(): void {
    stored = null
    forgotAt = situation.now
    const nothing = { knownSysIds: [], copies: [], said: [], refusals: [] }
    set({ ticket: null, ticketSeenAt: null, attempt: null, ...nothing, mayBeForgotten: true })
  }

  return {
    instance,
    forget,
    count,
    made,
    set,
    pass,
    look,
    hear,
    situation: () => situation,
    record: () => instance.rows.get(situation.ticket?.sysId ?? sysId(0)),
    /** Nothing happens any more but time and looks: ends at rest, or says that it doesn't. */
    quiet(): void {
      for (let look_ = 0; look_ < 40; look_ += 1) {
        for (const row of instance.rows.values()) hear(row)
        const last = look()
        const wait = last.find(({ kind }) => kind === 'wait_until')
        if (wait?.kind !== 'wait_until') return
        pass(Math.max(1, (wait.at.getTime() - situation.now.getTime()) / 1000))
      }
      throw new Error('waits for ever')
    },
  }
}

export type Simulation = ReturnType<typeof simulation>
