import { answers } from '../store/database.ts'
import type { Core } from './core.ts'

/** What keeps us from working, in words; null when nothing does. */
export async function missing({ database }: Pick<Core, 'database'>): Promise<string | null> {
  try {
    await answers(database)
    return null
  } catch {
    return 'The database does not answer.'
  }
}
