import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'

import { Clock } from '../clock.ts'
import { buildInstance } from '../data/build.ts'
import { DEFAULT_SEED } from '../data/default-seed.ts'
import type { Instance } from '../instance.ts'
import { DEFAULT_SETTINGS } from '../settings.ts'
import type { Row } from '../store/sorted-rows.ts'
import { compile, type Context } from './compile.ts'
import { find, findPage } from './find.ts'
import { OPERATORS, parseQuery } from './parse.ts'
import { resolveValue } from './values.ts'

let instance: Instance
let context: Context
beforeAll(() => {
  instance = buildInstance(new Clock(), { ...DEFAULT_SETTINGS }, DEFAULT_SEED, [], 60)
  context = { database: instance.database, userId: '', userName: '', now: instance.clock.now() }
})

const incidents = () => instance.database.must('incident')
const numbers = (query: string): string[] =>
  find(incidents(), parseQuery(query), context).map((row) => row['number'] ?? '')
const allWhere = (test: (row: Row) => boolean): string[] =>
  [...incidents().rows()].filter(test).map((row) => row['number'] ?? '')

test('^ is and, ^OR belongs to the clause before it, ^NQ starts anew', () => {
  expect(numbers('state=1^impact=1^ORimpact=2')).toEqual(
    allWhere((row) => row['state'] === '1' && ['1', '2'].includes(row['impact'] ?? '')),
  )
  expect(numbers('state=3^NQimpact=1^state=1')).toEqual(
    allWhere((row) => row['state'] === '3' || (row['impact'] === '1' && row['state'] === '1')),
  )
})

test('blanks around a condition mean nothing', () => {
  const query = 'short_description LIKEpassword ^OR number STARTSWITHINC001000'
  expect(numbers(query)).toEqual(numbers(query.replaceAll(' ', '')))
  expect(numbers(`state=1 ^ impact = 1`)).toEqual(numbers('state=1^impact=1'))
})

test('each operator asks what it says', () => {
  expect(numbers('stateIN3,6')).toEqual(allWhere((row) => ['3', '6'].includes(row['state'] ?? '')))
  expect(numbers('state!=1')).toEqual(allWhere((row) => row['state'] !== '1'))
  expect(numbers('state>=3^state<7')).toEqual(allWhere((row) => /^[36]$/.test(row['state'] ?? '')))
  expect(numbers('short_descriptionLIKEPASSWORD')).toEqual(['INC0010006'])
  expect(numbers('short_descriptionSTARTSWITHreset')).toEqual(['INC0010006'])
  expect(numbers('short_descriptionENDSWITHpassword')).toEqual(['INC0010006'])
  expect(numbers('close_codeISNOTEMPTY')).toEqual(['INC0010002', 'INC0010006'])
  expect(numbers('close_codeISEMPTY')).toEqual(allWhere((row) => row['close_code'] === ''))
  expect(numbers('caller_id.user_name=abel.tuter')).toHaveLength(7)
  expect(numbers('caller_idLIKEabel')).toHaveLength(7)
  expect(numbers('impactSAMEASurgency')).toEqual(
    allWhere((row) => row['impact'] === row['urgency']),
  )
})

const stampAt = (offsetMs: number): string =>
  new Date(Date.parse(`${context.now.replace(' ', 'T')}Z`) + offsetMs)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ')

test('time is asked about in words, relative to now', () => {
  const opened = (from: string, to = '9999') =>
    allWhere((row) => (row['opened_at'] ?? '') >= from && (row['opened_at'] ?? '') <= to)
  const day = 86_400_000
  expect(numbers('opened_atRELATIVEGT@day@ago@1').length).toBeGreaterThan(3)
  expect(numbers('opened_atRELATIVEGE@day@ago@1')).toEqual(opened(stampAt(-day)))
  expect(numbers('opened_atRELATIVELE@hour@ago@24')).toEqual(opened('', stampAt(-day)))
  expect(numbers('sys_created_onRELATIVEGE@minute@ago@90').toSorted()).toEqual(
    allWhere((row) => (row['sys_created_on'] ?? '') >= stampAt(-90 * 60_000)).toSorted(),
  )
  const today = `${context.now.slice(0, 10)} 00:00:00`
  const script = 'Today@javascript:gs.beginningOfToday()@javascript:gs.endOfToday()'
  expect(numbers(`opened_atON${script}`)).toEqual(opened(today))
  expect(numbers(`opened_atNOTON${script}`)).toEqual(
    allWhere((row) => (row['opened_at'] ?? '') < today),
  )
  const between = 'javascript:gs.daysAgoStart(2)@javascript:gs.endOfYesterday()'
  expect(numbers(`opened_atBETWEEN${between}`)).toEqual(
    opened(`${stampAt(-2 * day).slice(0, 10)} 00:00:00`, `${stampAt(-day).slice(0, 10)} 23:59:59`),
  )
  expect(numbers('opened_atRELATIVEGT@fortnight@ago@1')).toEqual(allWhere(() => true))
})

test('a script means days as its user has them', () => {
  const inTokyo = { ...context, now: '2026-03-01 16:30:00', timeZone: 'Asia/Tokyo' }
  const at = (script: string) => resolveValue(`javascript:gs.${script}`, inTokyo)
  expect(at("dateGenerate('2026-03-01', '09:00:00')")).toBe('2026-03-01 00:00:00')
  expect(at('beginningOfToday()')).toBe('2026-03-01 15:00:00')
  expect(at('daysAgoEnd(1)')).toBe('2026-03-01 14:59:59')
  expect(at('hoursAgoStart(1)')).toBe('2026-03-01 15:00:00')
  expect(at('hoursAgo(1)')).toBe('2026-03-01 15:30:00')
  expect(resolveValue('2026-03-01 09:00:00', inTokyo)).toBe('2026-03-01 09:00:00')
  const nowhere = { ...inTokyo, timeZone: 'Nowhere/Else' }
  expect(resolveValue('javascript:gs.beginningOfToday()', nowhere)).toBe('2026-03-01 00:00:00')
})

test('fields are compared with fields, classes with classes', () => {
  expect(numbers('impactGT_FIELDurgency')).toEqual(
    allWhere((row) => Number(row['impact']) > Number(row['urgency'])),
  )
  expect(numbers('impactLT_OR_EQUALS_FIELDurgency')).toEqual(
    allWhere((row) => Number(row['impact']) <= Number(row['urgency'])),
  )
  const tasks = find(
    instance.database.must('task'),
    parseQuery('sys_class_nameINSTANCEOFproblem'),
    context,
  )
  expect(tasks.map((row) => row['sys_class_name'])).toEqual(['problem'])
})

test('"me", words anywhere, and how many point here, can be asked for', () => {
  const [david] = instance.database.must('sys_user').withValue('user_name', 'david.loo') ?? []
  const me = { ...context, userId: david?.['sys_id'] ?? '' }
  const mine = find(
    incidents(),
    parseQuery('assigned_toDYNAMIC90d1921e5f510100a9ad2572f2b477fe'),
    me,
  )
  expect(mine).toHaveLength(5)
  expect(numbers('123TEXTQUERY321=floor blank')).toEqual(['INC0010007'])
  const users = (query: string) =>
    find(instance.database.must('sys_user'), parseQuery(query), context).map(
      (row) => row['user_name'],
    )
  expect(users('RLQUERYincident.caller_id,>=5^active=true^ENDRLQUERY')).toEqual(['abel.tuter'])
  expect(users('RLQUERYincident.caller_id,>=5^state=99^ENDRLQUERY^user_name=admin')).toEqual([])
  expect(users('RLQUERYincident.assigned_to,>=1^ENDRLQUERY^active=true')).toEqual(['david.loo'])
})

test('a number compared with words matches nothing; an unknown field asks nothing', () => {
  const all = allWhere(() => true)
  expect(numbers('state=NOT_A_NUMBER')).toEqual([])
  expect(numbers('state==1')).toEqual([])
  expect(numbers('no_such_field=banana')).toEqual(all)
  expect(numbers('please show me everything')).toEqual(all)
  expect(numbers('no_such_field=banana^state=3')).toEqual(allWhere((row) => row['state'] === '3'))
})

test('order is by the columns asked for, numbers as numbers', () => {
  const ordered = find(incidents(), parseQuery('ORDERBYDESCpriority^ORDERBYsys_id'), context)
  const keys = ordered.map((row) => [-Number(row['priority']), row['sys_id']] as const)
  expect(keys).toEqual(
    keys.toSorted((a, b) => a[0] - b[0] || ((a[1] ?? '') < (b[1] ?? '') ? -1 : 1)),
  )
})

test('a table that others extend answers with their rows too', () => {
  const rows = find(instance.database.must('task'), parseQuery(''), context)
  expect(new Set(rows.map((row) => row['sys_class_name']))).toEqual(
    new Set(['incident', 'problem', 'change_request']),
  )
})

const COLUMNS =
  'number sys_id sys_updated_on sys_created_on correlation_id state impact short_description active no_such_column caller_id caller_id.name'
const column = fc.constantFrom(...COLUMNS.split(' '))

/** A value that some row has, or any text. */
const condition = fc
  .record({
    column,
    operator: fc.constantFrom(...OPERATORS),
    row: fc.nat(),
    text: fc.option(fc.string({ maxLength: 6 })),
    joint: fc.constantFrom('^', '^', '^OR', '^NQ'),
  })
  .map(({ column: name, operator, row, text, joint }) => {
    const rows = [...incidents().rows()]
    const value = text?.replaceAll('^', '') ?? rows[row % rows.length]?.[name] ?? ''
    return `${joint}${name}${operator}${value}`
  })

test('an index finds what a scan finds', () => {
  fc.assert(
    fc.property(fc.array(condition, { maxLength: 5 }), (parts) => {
      const query = parseQuery(parts.join(''))
      const holds = compile(query, incidents(), context) ?? (() => true)
      const found = find(incidents(), query, context).map((row) => row['number'] ?? '')
      expect(found.toSorted()).toEqual(allWhere(holds).toSorted())
    }),
    { numRuns: 1000 },
  )
}, 60_000)

test('pages put together are the whole, whatever the order', () => {
  const order = fc.constantFrom(
    '',
    'ORDERBYsys_updated_on^ORDERBYsys_id',
    'ORDERBYsys_id',
    'ORDERBYDESCnumber',
  )
  fc.assert(
    fc.property(order, fc.integer({ min: 1, max: 30 }), (text, limit) => {
      const query = parseQuery(text)
      const whole = find(incidents(), query, context)
      const pages = []
      for (let offset = 0; offset < whole.length; offset += limit) {
        pages.push(...findPage(incidents(), query, context, offset, limit).rows)
      }
      expect(pages).toEqual(whole)
    }),
  )
})

test('no text is too odd to be a query', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (text) => {
      find(incidents(), parseQuery(text), context)
    }),
    { numRuns: 1000 },
  )
}, 60_000)
