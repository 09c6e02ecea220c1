import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { Program } from '../start.ts'
import { rowOf, tableOf, type Row } from './agreement.ts'
import { instanceSide, type InstanceSide } from './instance.ts'
import { lockstepSide, type LockstepSide } from './lockstep.ts'
import { CUSTOM, INCIDENTS, type DemoProject } from './projects.ts'
import { setStage, type Stage } from './stage.ts'
import { untilSent, walk, type Crossing, type Walked } from './walk.ts'

export interface DemoResult {
  readonly rows: readonly Row[]
  readonly crossings: readonly Crossing[]
  readonly agrees: boolean
}

interface Sides {
  readonly stage: Stage
  readonly lockstep: LockstepSide
  readonly instance: InstanceSide
  readonly projects: readonly Walked[]
}

/** Sets everything up as a person would: signs in, logs in to the instance, pairs, imports. */
export async function prepare(
  program: Program,
  stage: Stage,
  projects: readonly DemoProject[],
  pollSeconds: number,
): Promise<Sides> {
  const instance = instanceSide(stage.instanceUrl)
  const lockstep = await lockstepSide(stage.url, stage.setupToken)
  const integrationId = await lockstep.connect(instance, stage.instanceUrl, pollSeconds)
  const walked: Walked[] = []
  for (const project of projects) {
    const assetId = await lockstep.addAsset(project.asset, project.description)
    await lockstep.pair(integrationId, assetId, project.table, project.mapping)
    const bytes = await readFile(join(program.root, 'samples', project.sample))
    await lockstep.importReport(assetId, project.sample, bytes)
    walked.push({ project, assetId })
  }
  for (const one of walked) await untilSent(lockstep, instance, one)
  return { stage, lockstep, instance, projects: walked }
}

/** The whole demo without a person. */
export async function demoOnce(program: Program): Promise<DemoResult> {
  const stage = await setStage(program, [0, 0])
  try {
    const { lockstep, instance, projects } = await prepare(program, stage, [INCIDENTS, CUSTOM], 1)
    const crossings: Crossing[] = []
    for (const one of projects) crossings.push(...(await walk(lockstep, instance, one)))
    const rows: Row[] = []
    for (const { project, assetId } of projects) {
      const tickets = await instance.tickets(project.table)
      for (const row of await lockstep.vulnerabilities(assetId)) {
        rows.push(rowOf(project, row, tickets))
      }
    }
    return { rows, crossings, agrees: rows.length > 0 && rows.every((row) => row.agrees) }
  } finally {
    await stage.close()
  }
}

export function report({ rows, crossings, agrees }: DemoResult): string {
  const times = crossings.map(
    ({ direction, ms, what }) => `${direction.padEnd(3)}  ${String(ms).padStart(6)} ms  ${what}`,
  )
  const verdict = agrees ? 'Both sides agree on every row.' : 'Both sides do NOT agree.'
  return [tableOf(rows), '', 'Time each change took to cross:', ...times, '', verdict].join('\n')
}
