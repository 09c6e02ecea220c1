import type { z } from 'zod'
import type { Actor } from '../../vulnerability/actor.ts'
import { actorName } from '../../vulnerability/actor.ts'
import type { ActorView } from '../schema/common.ts'

export function instant(date: Date | null): string | null {
  return date === null ? null : date.toISOString()
}

export function actorView(actor: Actor): z.output<typeof ActorView> {
  return { kind: actor.kind, name: actorName(actor) }
}
