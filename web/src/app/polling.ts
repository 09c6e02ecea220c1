import { ApiError } from './api.ts'

type Rhythm<Data> = (data: Data | undefined) => number | false
interface Asked<Data> {
  readonly state: { readonly data: Data | undefined; readonly error: Error | null }
}

/**
 * How a page keeps itself fresh: asks again every so many ms, until it is refused. Asking again
 * would be answered the same, and a page without data would turn back from its error to loading.
 */
export function polling(ms: number): (query: Asked<unknown>) => number | false
export function polling<Data>(rhythm: Rhythm<Data>): (query: Asked<Data>) => number | false
export function polling<Data>(rhythm: number | Rhythm<Data>) {
  return ({ state: { data, error } }: Asked<Data>) => {
    if (error instanceof ApiError && error.isRefusal) return false
    return typeof rhythm === 'number' ? rhythm : rhythm(data)
  }
}
