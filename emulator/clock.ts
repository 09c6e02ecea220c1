/** The instance's clock. A test moves it; nothing in the emulator reads any other for what it stores. */
export class Clock {
  #offsetMs = 0

  get offsetSeconds(): number {
    return this.#offsetMs / 1000
  }

  nowMs(): number {
    return Date.now() + this.#offsetMs
  }

  /** The form of every stored time: UTC, to the second. */
  now(): string {
    return stamp(this.nowMs())
  }

  advance(seconds: number): void {
    this.#offsetMs += seconds * 1000
  }
}

let lastSecond = -1
let lastStamp = ''

/** Remembers the last second, since a busy instance asks for the same one a thousand times. */
export function stamp(ms: number): string {
  const second = Math.floor(ms / 1000)
  if (second !== lastSecond) {
    lastSecond = second
    lastStamp = new Date(second * 1000).toISOString().slice(0, 19).replace('T', ' ')
  }
  return lastStamp
}

export function parseStamp(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`)
}
