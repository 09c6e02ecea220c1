import { readdirSync } from 'node:fs'

/** `npm run bench -- NAME …`: runs one bench of this folder; without a name it lists them. */
const [name, ...rest] = process.argv.slice(2)
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .map((file) => file.replace(/\.ts$/, ''))

if (name !== undefined && names.includes(name)) {
  // A bench reads its own arguments, as if it were run alone.
  process.argv.splice(2, process.argv.length, ...rest)
  await import(`./${name}.ts`)
} else {
  process.stdout.write(`npm run bench -- NAME, where NAME is one of: ${names.join(', ')}\n`)
  process.exitCode = name === undefined ? 0 : 2
}
