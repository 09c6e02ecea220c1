import pg from 'pg'

/** Whether `error` is the refusal of a second row by this unique index or constraint. */
export function isDuplicate(error: unknown, constraint: string): boolean {
  return (
    error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === constraint
  )
}
