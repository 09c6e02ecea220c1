import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { z } from 'zod'

import { ImportView } from '../http/schema/import.ts'
import type { Api } from './api.ts'
import { CommandFailure, EXIT } from './failure.ts'
import { reportForm } from './form.ts'
import type { ReportFile } from './report-file.ts'

export type Import = z.output<typeof ImportView>

/** What an import is to do besides adding what it finds. */
export interface ImportWish {
  /** Empty: the whole asset. Absent: it only adds. */
  readonly scope?: string
  readonly allowEmpty?: boolean
  readonly dryRun?: boolean
  /** `send`, `hold`, or severities with commas between. */
  readonly tickets?: string
}

/** Sends the reports of one scan as they are read; an import is begun when this returns. */
export async function upload(
  api: Api,
  assetId: number,
  reports: readonly ReportFile[],
  wish: ImportWish,
  onSent: (bytes: number) => void,
): Promise<Import> {
  const query = new URLSearchParams({
    assetId: String(assetId),
    ...Object.fromEntries(Object.entries(wish).map(([name, value]) => [name, String(value)])),
  })
  const body = reportForm(reports, `lockstep-${randomUUID()}`, onSent)
  return api.post(`/imports?${query.toString()}`, body, ImportView)
}

/** How long an import is watched that does not come to an end, and a server that is away. */
const WATCH_MS = 60 * 60_000
const AWAY_MS = 60_000
const POLL_MS = { first: 100, most: 2_000 }

/** Watches an import until it is over. A server that restarts meanwhile is waited for. */
export async function watch(
  api: Api,
  begun: Import,
  onLook: (now: Import) => void,
): Promise<Import> {
  const start = Date.now()
  let seen = start
  let now = begun
  for (let delay = POLL_MS.first; ; delay = Math.min(delay * 1.5, POLL_MS.most)) {
    onLook(now)
    if (now.state === 'applied' || now.state === 'failed' || now.state === 'rehearsed') return now
    if (Date.now() - start > WATCH_MS) throw tooLong(now, api.url)
    await wait(delay)
    try {
      now = await api.get(`/imports/${begun.id}`, ImportView)
      seen = Date.now()
    } catch (error) {
      const isPassing = error instanceof CommandFailure && error.isPassing
      if (!isPassing || Date.now() - seen > AWAY_MS) throw error
    }
  }
}

function tooLong({ id, asset }: Import, url: string): CommandFailure {
  return new CommandFailure(`import ${id} is not over after an hour`, {
    exitCode: EXIT.failed,
    remedy: `It goes on without us: see ${url}/spa/assets/${asset.id}`,
  })
}
