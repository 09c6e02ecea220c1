import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { importsOf, usesProcess, valueImportsOf, withoutComments } from './support/source.ts'

/**
 * The law of imports: which folder of src/ may use which others, besides itself. `config` stands
 * for the files config.ts and log.ts, which know nothing of us either.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  vulnerability: ['lib'],
  connection: ['lib', 'vulnerability'],
  store: ['lib', 'vulnerability', 'connection'],
  servicenow: ['lib'],
  work: ['lib'],
  config: ['lib'],
  log: ['lib', 'config'],
  ...group(
    ['ingest', 'inbound', 'reconcile'],
    ['lib', 'vulnerability', 'connection', 'store', 'servicenow', 'work'],
  ),
  http: [
    'lib',
    'vulnerability',
    'connection',
    'store',
    'servicenow',
    'work',
    'ingest',
    'inbound',
    'reconcile',
    'config',
    'log',
  ],
}
/**
 * They put everything together, and may use all that stands before them. The app constructs; a
 * command reads the process, starts what it needs of the app and says what came of it.
 */
const LAST = ['app', 'cli', 'main']

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const sources = ['src', 'emulator', 'web', 'bench'].flatMap(filesIn)
const product = sources.filter((path) => !isTest(path))

test('each part of src imports only what stands before it', () => {
  expect(broken(product.filter(isIn('src')), breachOfLayers)).toEqual([])
})

test('what decides has no clock, no network, no database', () => {
  const pure = product.filter((path) =>
    /^src\/(vulnerability|connection|reconcile\/(plan|fields|explain)\.ts)/.test(path),
  )
  const breach = (target: string) =>
    target.startsWith('node:') && target !== 'node:crypto' ? 'a pure file does no IO' : null
  expect(broken(pure, (_, target) => breach(target))).toEqual([])
  expect(
    pure.filter((path) => /\bDate\.now\(|\bnew Date\(\)|Math\.random\(/.test(code(path))),
  ).toEqual([])
})

test('the emulator imports nothing of src, and nothing of src imports the emulator', () => {
  const emulated = broken(product.filter(isIn('emulator')), (_, target) =>
    /^(src|web|bench)\//.test(target) ? 'the emulator is an independent witness' : null,
  )
  const ours = broken(product.filter(isIn('src')), (path, target) =>
    isIn('emulator')(target) && !path.startsWith('src/cli/')
      ? 'only the demo runs the emulator'
      : null,
  )
  expect([...emulated, ...ours]).toEqual([])
})

test('the browser imports nothing of the server but the contract and the pure words in it', () => {
  const allowed = /^(web\/|src\/http\/contract\.ts$|src\/(vulnerability|connection)\/)/
  expect(
    broken(product.filter(isIn('web')), (_, target) =>
      isOurs(target) && !allowed.test(target)
        ? 'the browser may import src/http/contract.ts'
        : null,
    ),
  ).toEqual([])
  // Types are gone when the browser gets it: those may come from the schemas of the routes.
  const carried = valueImportsOf(code('src/http/contract.ts')).map((it) => join('src/http', it))
  expect(carried.filter((target) => !/^src\/(vulnerability|connection)\//.test(target))).toEqual([])
})

test('SQL is said in store and work only', () => {
  const holdsSql = (path: string) =>
    importsOf(code(path)).some((target) => ['pg', 'kysely', 'pg-boss'].includes(target)) ||
    /`\s*(select|insert into|update|delete from|with)\s[^`]*\b(from|values|set|as)\b/i.test(
      code(path),
    )
  const elsewhere = product.filter(isIn('src')).filter((path) => !/^src\/(store|work)\//.test(path))
  expect(elsewhere.filter(holdsSql)).toEqual([])
})

test('the process is read by main and the commands only, and told about processes by one file', () => {
  const allowed = /^src\/(main\.ts|cli\/|store\/embedded\/processes\.ts)/
  expect(
    product.filter(isIn('src')).filter((path) => !allowed.test(path) && usesProcess(code(path))),
  ).toEqual([])
})

test('there are no default exports outside configuration, and no barrels', () => {
  const written = product.filter((path) => !path.endsWith('.config.ts'))
  expect(written.filter((path) => /^export default\b/m.test(code(path)))).toEqual([])
  expect(written.filter((path) => /\/index\.tsx?$/.test(path))).toEqual([])
  expect(written.filter((path) => /^export \* from/m.test(code(path)))).toEqual([])
})

function breachOfLayers(path: string, target: string): string | null {
  if (!isIn('src')(target))
    return isOurs(target) && !isIn('emulator')(target) ? 'not of the server' : null
  const [from, to] = [partOf(path), partOf(target)]
  if (from === to || LAST.includes(from))
    return LAST.indexOf(from) < LAST.indexOf(to) ? `${to} comes after ${from}` : null
  const allowed = MAY_IMPORT[from]
  if (allowed === undefined) return `${from}/ is not in the law of imports: add it there`
  return allowed.includes(to) ? null : `${from}/ may import ${allowed.join(', ') || 'nothing'}`
}

/** Says which file imports what against which rule; one line for each, empty when all is well. */
function broken(paths: readonly string[], rule: (path: string, target: string) => string | null) {
  return paths.flatMap((path) =>
    importsOf(code(path))
      .map((target) => (target.startsWith('.') ? join(dirname(path), target) : target))
      .flatMap((target) => {
        const breach = rule(path, target)
        return breach === null ? [] : [`${path} imports ${target}: ${breach}`]
      }),
  )
}

/** The folder below src/, or the file's name where it lies in src/ itself. */
function partOf(path: string): string {
  return (path.split('/')[1] ?? '').replace(/\.ts$/, '')
}

function group(names: readonly string[], allowed: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, [...allowed, ...names]]))
}

function isIn(folder: string) {
  return (path: string) => path.startsWith(`${folder}/`)
}

function isOurs(path: string): boolean {
  return /^(src|emulator|web|bench|test)\//.test(path)
}

/** Tests, and what is there for tests only, by its name; tsconfig.build.json leaves out the same. */
function isTest(path: string): boolean {
  return /\.(test|fixture)\.tsx?$|\/testing(\.ts$|\/)|\/test-[^/]+\.tsx?$/.test(path)
}

function code(path: string): string {
  return withoutComments(readFileSync(join(ROOT, path), 'utf8'))
}

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('node_modules'))
}
