import { readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'

import type { Bench, Context } from './support/bench.ts'
import type { Row } from './support/row.ts'
import { tableOf } from './support/table.ts'

const NAMES = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts' && !file.endsWith('.test.ts'))
  .map((file) => file.replace(/\.ts$/, ''))

const USAGE = `npm run bench [-- [NAME …] [options]]: how fast it is, measured side by side

  --rounds N      how often each thing is measured; the median counts (5)
  --size PART     a part of each full size, such as 0.1 for an answer sooner (1)
  --profile DIR   CPU profiles of Lockstep's processes, for Chromium's developer tools
  --json          the last line of the output is one array of
                  {name, value, unit, against, ratio, target, met}

`

await main()

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      size: { type: 'string', default: '1' },
      profile: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const unknown = positionals.filter((name) => !NAMES.includes(name))
  const [rounds, part] = [Number(values.rounds), Number(values.size)]
  const isUsable = unknown.length === 0 && rounds >= 1 && part > 0
  if (values.help || !isUsable) {
    process.stdout.write(USAGE + (await list()))
    process.exitCode = values.help ? 0 : 2
    return
  }
  const context: Context = {
    rounds: Math.floor(rounds),
    size: (full) => Math.max(1, Math.round(full * part)),
    say: (text) => void process.stderr.write(`${text}\n`),
    profiles: values.profile ?? null,
  }
  const rows: Row[] = []
  for (const name of positionals.length === 0 ? NAMES : positionals) {
    rows.push(...(await measured(name, context)))
  }
  process.stdout.write(`\n${tableOf(rows)}\n`)
  if (values.json) process.stdout.write(`${JSON.stringify(rows)}\n`)
}

/** One that fails takes nothing from the others; the command fails all the same. */
async function measured(name: string, context: Context): Promise<Row[]> {
  const startedAt = performance.now()
  context.say(`${name} …`)
  try {
    const { run } = await load(name)
    const rows = await run(context)
    context.say(`${name}: ${Math.round((performance.now() - startedAt) / 1000)} s`)
    return rows
  } catch (error) {
    context.say(`${name} failed: ${error instanceof Error ? (error.stack ?? '') : String(error)}`)
    process.exitCode = 1
    return []
  }
}

async function list(): Promise<string> {
  const lines = NAMES.map(async (name) => `  ${name.padEnd(14)}  ${(await load(name)).about}\n`)
  return (await Promise.all(lines)).join('')
}

/** Each file of this folder but this one exports a `bench`. */
async function load(name: string): Promise<Bench> {
  const { bench } = (await import(`./${name}.ts`)) as { readonly bench: Bench }
  return bench
}
