import type { z } from 'zod'
import { audit } from '../../store/audit.ts'
import type { Tx } from '../../store/database.ts'
import { releaseTickets } from '../../store/import-tickets.ts'
import { answerQuestion, lockImport } from '../../store/import.ts'
import type { Actor } from '../../vulnerability/actor.ts'
import { MAPPED_SEVERITIES } from '../../vulnerability/severity.ts'
import { requestLooks } from '../../work/marks.ts'
import { conflict, notFound } from '../problem.ts'
import type { TicketAnswer } from '../schema/import.ts'

/** Lets go what was answered for; the others stay held, and a later answer may let them go. */
export async function answerImport(
  tx: Tx,
  id: number,
  answer: z.output<typeof TicketAnswer>,
  actor: Actor,
): Promise<void> {
  const row = await lockImport(tx, id)
  if (row === null) throw notFound(`import ${id}`)
  if (row.question === null || row.state !== 'applied') {
    throw conflict(
      `Import ${id} holds no tickets.`,
      'Only an import that opens more tickets than the policy lets go out unasked holds them.',
    )
  }
  const severities = severitiesOf(answer)
  const released = await releaseTickets(tx, id, severities)
  const before = row.question.sent ?? []
  const sent = MAPPED_SEVERITIES.filter((each) => [...before, ...severities].includes(each))
  await answerQuestion(tx, id, { ...row.question, asked: 'answered', sent, answeredBy: actor })
  await requestLooks(tx, released, 'backfill')
  await audit(tx).write({
    actor,
    action: 'import.tickets-answered',
    subject: `import ${id} of ${row.file_name}`,
    details: { answer, released: released.length },
  })
}

function severitiesOf(answer: z.output<typeof TicketAnswer>) {
  if (answer.answer === 'send') return MAPPED_SEVERITIES
  return answer.answer === 'hold' ? [] : answer.severities
}
