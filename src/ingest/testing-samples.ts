import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = new URL('../../samples/', import.meta.url)

/** Every report of the samples. */
export const SAMPLES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(json|jsonl|sarif|xml)$/.test(name) && name !== 'eslint.json')
  .toSorted()

export const JSON_SAMPLES = SAMPLES.filter((name) => /\.(json|sarif)$/.test(name))

/** A report of the samples, for tests. */
export function sample(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8')
}
