/** Assets, reports and imports of them on a real database: for tests only. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Database } from '../store/database.ts'
import { pair } from '../store/pairing.fixture.ts'
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

/** One whose vulnerabilities become tickets. */
export async function aPairedAsset(database: Database): Promise<number> {
  const assetId = await anAsset(database)
  await pair(database, assetId)
  return assetId
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

/** All that is known of an asset's vulnerabilities, but for numbers and times. */
export async function standing(database: Database, assetId: number) {
  const { rows } = await database.pool.query(
    `select v.fingerprint, v.title, v.description, v.severity, v.status, v.status_reason, v.scan_source,
       v.evidence, (
         select json_agg(row(f.tool, f.rule, f.fingerprint, f.scope, f.evidence, f.gone_at is null, f.suppressed)
           order by f.tool, f.fingerprint, f.scope)
         from finding f where f.vulnerability_id = v.id
       ) as findings, (
         select json_agg(row(h.kind, h.message) order by h.id)
         from history h where h.vulnerability_id = v.id
       ) as history
     from vulnerability v where v.asset_id = $1 order by v.fingerprint`,
    [assetId],
  )
  // What a person calls the files is in the order in which they were sent.
  return JSON.parse(JSON.stringify(rows).replaceAll(/import of [^(")]*/g, 'import '))
}

export function trivy(ids: readonly string[]): object {
  const Vulnerabilities = ids.map((id) => ({
    VulnerabilityID: id,
    PkgName: 'shop',
    InstalledVersion: '1.0.0',
    Severity: 'HIGH',
  }))
  return { SchemaVersion: 2, Results: [{ Target: 'lock', Class: 'lang-pkgs', Vulnerabilities }] }
}

export function grype(vulnerabilities: readonly { id: string }[]): object {
  const matches = vulnerabilities.map((vulnerability) => ({
    vulnerability,
    artifact: { name: 'shop', version: '1.0.0' },
  }))
  return { matches, descriptor: { name: 'grype' } }
}

export function osv(
  vulnerabilities: readonly { id: string; aliases: readonly string[] }[],
): object {
  const packages = [{ package: { name: 'shop', version: '1.0.0' }, vulnerabilities }]
  return { results: [{ source: { path: 'lock' }, packages }] }
}
