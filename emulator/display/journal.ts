import type { Actor } from '../actor.ts'
import { parseStamp } from '../clock.ts'
import type { Instance } from '../instance.ts'
import type { Row } from '../store/sorted-rows.ts'
import { shownTime } from './date-format.ts'

export interface JournalEntry {
  /** As it is stored, which sorts, and as the reader has it. */
  readonly stamp: string
  readonly at: string
  readonly by: string
  readonly element: string
  readonly label: string
  readonly text: string
}

const LABELS: Readonly<Record<string, string>> = {
  work_notes: 'Work notes',
  comments: 'Additional comments',
}

/** A record's notes, newest first. */
export function journalOf(instance: Instance, actor: Actor, row: Row): JournalEntry[] {
  const { database } = instance
  const entries = database.must('sys_journal_field').withValue('element_id', row['sys_id'] ?? '')
  return [...(entries ?? [])].toReversed().map((entry) => {
    const element = entry['element'] ?? ''
    const [user] =
      database.must('sys_user').withValue('user_name', entry['sys_created_by'] ?? '') ?? []
    const stamp = entry['sys_created_on'] ?? ''
    return {
      stamp,
      at: shownTime(parseStamp(stamp), actor),
      by: user?.['name'] ?? entry['sys_created_by'] ?? '',
      element,
      label: LABELS[element] ?? element,
      text: entry['value'] ?? '',
    }
  })
}

/** The whole journal as the display value of a journal column. */
export function journalText(instance: Instance, actor: Actor, row: Row, element: string): string {
  return journalOf(instance, actor, row)
    .filter((entry) => element === 'comments_and_work_notes' || entry.element === element)
    .map((entry) => `${entry.at} - ${entry.by} (${entry.label})\n${entry.text}\n\n`)
    .join('')
}
