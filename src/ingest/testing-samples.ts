import { readFileSync } from 'node:fs'

const FOLDER = new URL('../../samples/', import.meta.url)

/** A report of the samples, for tests. */
export function sample(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8')
}
