import type { Cast } from './cast.ts'
import type { Dice } from './dice.ts'
import type { Stored } from './instance.ts'
import type { Ledger } from './ledger.ts'
import type { Options } from './options.ts'

const OURS = 'correlation_idSTARTSWITHlockstep:'
const CLOSING = { close_code: 'No resolution provided', close_notes: 'chaos' }
const HEX = '0123456789abcdef'.split('')
/** A closed ticket is left alone: nobody but an administrator may open it again. */
const CLOSED = '7'

/** People of the instance: they move, edit, close, delete, copy and hide tickets. */
export function serviceNowPeople(cast: Cast, ledger: Ledger, throws: Dice, options: Options) {
  const { instance } = cast
  const may = (what: string) => options.only.length === 0 || options.only.includes(what)
  let edition = 0

  async function anyTicket(): Promise<Stored | null> {
    // A random few of very many: the sys_ids are random.
    const prefix = options.vulnerabilities > 500 ? throws.pick(HEX) + throws.pick(HEX) : ''
    const guard = prefix === '' ? OURS : `sys_idSTARTSWITH${prefix}^${OURS}`
    const rows = await instance.records('incident', guard)
    const free = rows.filter(({ sys_id: id = '', state }) => {
      return !ledger.copies.has(id) && !ledger.hidden.has(id) && state !== CLOSED
    })
    return free.length === 0 ? null : throws.pick(free)
  }

  async function edit(sysId: string, fields: Stored, as = 'beth.anglin'): Promise<void> {
    // Before and not after: the change may be taken over before we hear that it was made.
    ledger.edits.push({ at: Date.now(), sysId, fields })
    await instance.edit('incident', sysId, fields, as)
  }

  function move(): Stored {
    const state = throws.weigh({ '1': 3, '2': 5, '3': 4, '6': 1, '8': 1 })
    const isEnd = state === '6' || state === '8'
    return isEnd ? { state, ...CLOSING } : { state, hold_reason: state === '3' ? '1' : '' }
  }

  async function act(ticket: Stored): Promise<void> {
    const sysId = ticket['sys_id'] ?? ''
    const what = throws.weigh({
      state: 60,
      text: 10,
      close: may('close') ? 1 : 0,
      delete: may('delete') ? 2 : 0,
      copy: may('copy') ? 4 : 0,
      hide: may('hide') ? 4 : 0,
    })
    switch (what) {
      case 'state':
        return edit(sysId, move())
      case 'text':
        return edit(sysId, { short_description: `By hand ${++edition}` })
      case 'close':
        return edit(sysId, { state: CLOSED, ...CLOSING }, 'admin')
      case 'delete':
        ledger.deleted.add(sysId)
        await instance.remove('incident', sysId)
        return
      case 'copy':
        return copy(ticket)
      case 'hide':
        // An instance that makes the sys_id, and hides the record before Lockstep has heard of it,
        // leaves nothing by which anybody could know of it.
        if (!(await isKnown(sysId))) return
        ledger.hidden.add(sysId)
        ledger.everHidden.add(sysId)
        await instance.hide(sysId, true)
        return
      default:
        what satisfies never
    }
  }

  async function isKnown(sysId: string): Promise<boolean> {
    const text = 'select from ticket where sys_id = $1'
    const rows = await cast.postgres.rows(text, [sysId]).catch(() => [])
    return rows.length > 0
  }

  /** "Insert and Stay": a new record with all that the old one holds, our correlation id too. */
  async function copy(ticket: Stored): Promise<void> {
    const fields = ['short_description', 'state', 'correlation_id', 'correlation_display']
    const values = Object.fromEntries(fields.map((name) => [name, ticket[name] ?? '']))
    const made = await instance.edit('incident', null, { ...values, ...CLOSING }, 'beth.anglin')
    ledger.copies.add(made['sys_id'] ?? '')
  }

  return {
    async act(): Promise<void> {
      const ticket = await anyTicket()
      if (ticket === null) return
      await act(ticket)
      ledger.count('ServiceNow user')
    },

    /** The rights come back, and somebody works on what could not be seen: only that is heard. */
    async unhide(share: number): Promise<void> {
      for (const sysId of ledger.hidden) {
        if (!throws.chance(share)) continue
        await instance.hide(sysId, false)
        ledger.hidden.delete(sysId)
        await edit(sysId, { comments: `here again ${++edition}` })
      }
    },
  }
}
