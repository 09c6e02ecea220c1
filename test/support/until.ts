import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE_MS = 30_000

/** Waits until it is so; how many milliseconds that took. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<number> {
  const started = performance.now()
  while (!(await isSo())) {
    if (performance.now() - started > PATIENCE_MS) {
      throw new Error(`waited ${PATIENCE_MS / 1000} s in vain until ${isSo.toString()}`)
    }
    await sleep(5)
  }
  return Math.round(performance.now() - started)
}
