import { createServer, connect, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

import type { Dice } from './dice.ts'

/** What befalls the connections of one spell of bad network. */
export const MOODS = ['reset', 'cut-answer', 'half-close', 'stall', 'delay'] as const
export type Mood = (typeof MOODS)[number]

/** A spell: each chunk that passes is hit with this chance, until it is over. */
interface Spell {
  readonly mood: Mood
  readonly until: number
  readonly share: number
}

/** What a stalled request may be late by: the instance commits nothing later than that. */
const STALLED_REQUEST_MS = 2_000
const STALLED_ANSWER_MS = 5_000
/** Now and then nobody waits that long. */
const STALLED_FOR_GOOD_MS = 35_000
const FOR_GOOD = 0.05

/** TCP between Lockstep and the instance, which knows nothing of HTTP. */
export class Proxy {
  readonly #server: Server
  readonly #dice: Dice
  readonly #stallMs: { readonly request: number; readonly answer: number }
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  #spell: Spell | null = null
  #misreadsUntil = 0
  /** How often each mood struck. */
  readonly struck: Record<string, number> = {}

  constructor(upstreamPort: number, dice: Dice, scale = 1) {
    this.#dice = dice
    this.#stallMs = { request: STALLED_REQUEST_MS * scale, answer: STALLED_ANSWER_MS * scale }
    this.#server = createServer((client) => this.#join(client, upstreamPort))
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return (this.#server.address() as AddressInfo).port
  }

  begin(mood: Mood, forMs: number, share: number): void {
    this.#spell = { mood, until: Date.now() + forMs, share }
  }

  /** Conditions on our key are lost on the way, as where a column was hidden or removed. */
  misread(forMs: number): void {
    this.#misreadsUntil = Date.now() + forMs
  }

  calm(): void {
    this.#spell = null
    this.#misreadsUntil = 0
  }

  stop(): void {
    this.#server.close()
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
  }

  #join(client: Socket, port: number): void {
    const upstream = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    const pair = [client, upstream] as const
    this.#pairs.add(pair)
    for (const socket of pair) {
      socket.on('error', () => undefined)
      socket.once('close', () => {
        this.#pairs.delete(pair)
        for (const other of pair) other.destroy()
      })
    }
    client.on('data', (chunk) => this.#pass(this.#read(chunk), client, upstream, 'request'))
    upstream.on('data', (chunk) => this.#pass(chunk, upstream, client, 'answer'))
    client.on('end', () => upstream.end())
    upstream.on('end', () => client.end())
  }

  #pass(chunk: Buffer, from: Socket, to: Socket, what: 'request' | 'answer'): void {
    const mood = this.#strikes(what)
    if (mood !== null) this.struck[mood] = (this.struck[mood] ?? 0) + 1
    switch (mood) {
      case null:
        to.write(chunk)
        return
      case 'reset':
        from.resetAndDestroy()
        to.resetAndDestroy()
        return
      case 'cut-answer':
        to.end(chunk.subarray(0, Math.floor(chunk.length / 2)))
        return
      case 'half-close':
        // The instance works on and its answer goes nowhere.
        if (what === 'request') to.end(chunk)
        else to.end()
        return
      case 'stall':
        later(from, to, chunk, this.#stall(what))
        return
      case 'delay':
        later(from, to, chunk, this.#dice.between(20, 600))
        return
      default:
        mood satisfies never
    }
  }

  #read(chunk: Buffer): Buffer {
    if (Date.now() > this.#misreadsUntil) return chunk
    const text = chunk.toString('latin1')
    const misread = text.replace(/^(GET \S*sysparm_query=)correlation_id/, '$1no_such_column')
    if (misread !== text) this.struck['misread'] = (this.struck['misread'] ?? 0) + 1
    return Buffer.from(misread, 'latin1')
  }

  #stall(what: 'request' | 'answer'): number {
    if (what === 'answer' && this.#dice.chance(FOR_GOOD)) return STALLED_FOR_GOOD_MS
    return this.#dice.between(0.2, 1) * this.#stallMs[what]
  }

  #strikes(what: 'request' | 'answer'): Mood | null {
    const spell = this.#spell
    if (spell === null || Date.now() > spell.until) return null
    if (spell.mood === 'cut-answer' && what === 'request') return null
    return this.#dice.chance(spell.share) ? spell.mood : null
  }
}

/** Nothing overtakes: what comes after waits too. */
function later(from: Socket, to: Socket, chunk: Buffer, ms: number): void {
  from.pause()
  setTimeout(() => {
    if (to.writable) to.write(chunk)
    from.resume()
  }, ms).unref()
}
