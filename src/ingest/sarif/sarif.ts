import { JsonWalk } from '../json-walk.ts'
import { ReportError, type Item, type Report, type ReportFormat, type Source } from '../report.ts'
import { checkLearnt, checkResults, checkRoom } from '../room.ts'
import { readResult } from './result.ts'
import { Run, RUN_PATHS } from './run.ts'
import { textOf } from '../loose.ts'

const RESULTS = 'runs.*.results.*'
const LIMITS: ReadonlyMap<string, readonly [string, number]> = new Map([
  ['runs.*', ['runs', 1000]],
  ['runs.*.tool.driver.rules.*', ['rules', 50_000]],
  ['runs.*.tool.extensions.*.rules.*', ['rules', 50_000]],
])

/**
 * SARIF 2.1.0. Read twice: the first time for the rules, which may stand behind the results, and
 * to know that the file is whole; the second time for the results.
 */
export const sarif: ReportFormat = {
  name: 'SARIF',
  recognises: ({ keys }) => keys.has('runs') || isBare(keys),
  open,
}

/** Some leave out even the runs where there is nothing. */
function isBare(keys: ReadonlySet<string>): boolean {
  return keys.size === 2 && keys.has('$schema') && keys.has('version')
}

async function open(source: Source): Promise<Report> {
  return strictlyAtLast((skim) => learn(source, skim))
}

/** What skimming finds wrong is told by a walk that checks every byte, which knows where it is. */
async function strictlyAtLast<T>(work: (skim: readonly string[]) => Promise<T>): Promise<T> {
  try {
    return await work([RESULTS])
  } catch (error) {
    if (!(error instanceof ReportError)) throw error
    return work([])
  }
}

async function learn(source: Source, skim: readonly string[]): Promise<Report> {
  const runs: Run[] = []
  const walk = new JsonWalk({ ...RUN_PATHS, skim })
  let version = ''
  let learnt = 0
  for await (const chunk of source.chunks()) {
    const some = walk.push(chunk)
    learnt += some.length
    checkLearnt(learnt)
    checkCounts(walk.counts)
    for (const taken of some) {
      if (taken.pattern === 'version') version = textOf(taken.value, 40)
      else runAt(runs, taken.indexes).learn(taken)
    }
  }
  walk.end()
  checkVersion(version)
  checkWhole(runs, walk.counts.get('inlineExternalProperties.*.results.*') ?? 0)
  const failed = runs.filter(hasFailed).map((run) => run?.tool || 'the tool')
  const tools = [...new Set(runs.flatMap((run) => (run?.tool ? [run.tool] : [])))]
  return {
    tool: tools.join(', ').slice(0, 200) || 'unnamed tool',
    tools,
    format: `SARIF ${version || '2.1.0'}`,
    expected: walk.counts.get(RESULTS) ?? 0,
    ...(failed.length === 0 ? {} : { failure: `${failed.join(', ')} says that its run failed` }),
    items: () => items(source, runs),
  }
}

async function* items(source: Source, runs: Run[]): AsyncGenerator<readonly Item[]> {
  const walk = new JsonWalk({ take: [RESULTS], skim: [RESULTS] })
  try {
    for await (const chunk of source.chunks()) {
      yield walk.push(chunk).map(({ value, indexes }) => readResult(value, runAt(runs, indexes)))
    }
  } catch (error) {
    if (error instanceof ReportError) await learn(source, [])
    throw error
  }
}

/** Nuclei never says that it went well: it leaves what Go takes for nothing, which is false. */
function hasFailed(run: Run | undefined): boolean {
  return run !== undefined && run.hasFailed && !/^nuclei$/i.test(run.tool)
}

/** Each of these costs memory as long as the report is read. */
function checkCounts(counts: ReadonlyMap<string, number>): void {
  checkResults(counts.get(RESULTS) ?? 0)
  for (const [pattern, [things, limit]] of LIMITS) {
    checkRoom(counts.get(pattern) ?? 0, limit, things)
  }
}

function runAt(runs: Run[], indexes: readonly number[]): Run {
  return (runs[indexes[0] ?? 0] ??= new Run())
}

/** What is not read must not look like a scan that found nothing. */
function checkWhole(runs: readonly (Run | undefined)[], inline: number): void {
  const path = runs.some((run) => run?.isElsewhere)
    ? 'runs.*.externalPropertyFileReferences'
    : inline > 0
      ? 'inlineExternalProperties'
      : ''
  if (path === '') return
  const advice = 'Have the scanner write them into `results` of its runs.'
  throw new ReportError('its results do not stand in its runs', advice, { path })
}

function checkVersion(version: string): void {
  const advice = 'Lockstep reads SARIF 2.1.0; nearly every scanner can write it.'
  if (version !== '' && !/^2\.1(\.|$)/.test(version)) {
    throw new ReportError(`this is SARIF ${version}, an older version`, advice, { path: 'version' })
  }
}
