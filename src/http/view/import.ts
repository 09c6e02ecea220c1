import type { z } from 'zod'
import type { ImportRow } from '../../store/import-list.ts'
import type { TicketQuestion } from '../../store/schema.ts'
import type { ImportView } from '../schema/import.ts'
import { actorView, instant } from './instant.ts'

function questionView({ sent, answeredBy, ...question }: TicketQuestion) {
  return {
    ...question,
    sent: sent === undefined ? null : [...sent],
    answeredBy: answeredBy === undefined ? null : actorView(answeredBy),
  }
}

export function importView(row: ImportRow): z.output<typeof ImportView> {
  return {
    id: row.id,
    asset: { id: row.asset_id, name: row.asset_name },
    tool: row.tool,
    format: row.format,
    fileName: row.file_name,
    files: row.files,
    sizeBytes: row.size_bytes,
    state: row.waiting_at === null ? row.state : 'waiting',
    scope: row.scope,
    dryRun: row.dry_run,
    readCount: row.read_count,
    newCount: row.new_count,
    againCount: row.again_count,
    reopenedCount: row.reopened_count,
    fixedCount: row.fixed_count,
    skippedCount: row.skipped_count,
    skipped: row.skipped,
    closedNothingBecause: row.closed_nothing_because,
    opensTickets: row.opens_tickets,
    question: row.question === null ? null : questionView(row.question),
    error: row.error,
    actor: actorView(row.actor),
    createdAt: row.created_at.toISOString(),
    finishedAt: instant(row.finished_at),
  }
}
