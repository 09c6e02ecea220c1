import { unplaced } from '../app/field-errors.ts'
import { ErrorPanel } from './error-panel.tsx'

interface Props {
  readonly error: unknown
  /** Pointers of the fields that show their own errors. */
  readonly fields?: readonly string[]
}

/** Above a form's buttons: what the server refused, without what its fields say already. */
export function FormError({ error, fields = [] }: Props) {
  const rest = unplaced(error, fields)
  return rest === null ? null : <ErrorPanel error={rest} />
}
