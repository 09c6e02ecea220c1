/** Assets, reports and imports of them on a real database: for tests only. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Database } from '../store/database.ts'
import { importReport, type ImportRequest, type ImportSummary } from './import-report.ts'

export const INSTALLATION = 'f6b4a0f4-6d0c-4a51-9a2b-0d7c5a1c1d11'
export const actor = { kind: 'person', id: '1', name: 'Ada' } as const

type Said = Partial<Omit<ImportRequest, 'files' | 'assetId' | 'actor'>>

export async function anAsset(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into asset (name) values ($1) returning id`,
    [randomUUID()],
  )
  return rows[0]!.id
}

/** Imports files that are given as bytes, as text or as what their JSON says. */
export async function takeAll(
  database: Database,
  assetId: number,
  contents: readonly (Uint8Array | string | object)[],
  said: Said = {},
): Promise<ImportSummary> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-import-'))
  const files = contents.map((content, i) => {
    const isText = content instanceof Uint8Array || typeof content === 'string'
    const name = i === 0 ? 'report.sarif' : `report-${i + 1}.sarif`
    return { path: join(folder, `${i}`), name, bytes: isText ? content : JSON.stringify(content) }
  })
  for (const { path, bytes } of files) await writeFile(path, bytes)
  try {
    return await importReport(
      { database, installationId: INSTALLATION },
      { files, assetId, actor, ...said },
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

export async function take(
  database: Database,
  assetId: number,
  content: Uint8Array | string | object,
  said: Said = {},
): Promise<ImportSummary> {
  return takeAll(database, assetId, [content], said)
}

export function report(results: readonly object[], tool = 'Scanner'): object {
  return { version: '2.1.0', runs: [{ tool: { driver: { name: tool } }, results }] }
}

export function on(file: string, line: number): object {
  return {
    ruleId: 'R1',
    level: 'warning',
    message: { text: 'Unchecked copy' },
    locations: [
      { physicalLocation: { artifactLocation: { uri: file }, region: { startLine: line } } },
    ],
  }
}

export function sample(name: string): Promise<string> {
  return readFile(new URL(`../../samples/${name}`, import.meta.url), 'utf8')
}

export interface Row {
  id: number
  title: string
  status: string
  status_reason: string
  severity: string
  fingerprint: string
  ticket_key: string
  held: boolean
  evidence: Record<string, unknown>
}

export async function all(database: Database, assetId: number): Promise<Row[]> {
  const { rows } = await database.pool.query<Row>(
    `select * from vulnerability where asset_id = $1 order by id`,
    [assetId],
  )
  return rows
}

/** As a person would. */
export async function setStatus(
  database: Database,
  assetId: number,
  status: string,
): Promise<void> {
  await database.pool.query(
    `with moved as (
       update vulnerability set status = $2, status_changed_at = clock_timestamp()
       where asset_id = $1 returning id
     )
     insert into history (vulnerability_id, actor, kind, message)
     select id, $3, 'status', 'Changed status' from moved`,
    [assetId, status, JSON.stringify(actor)],
  )
}
