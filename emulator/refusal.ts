/** A request the instance turns down, in the instance's own words. */
export class Refusal extends Error {
  readonly status: number
  readonly detail: string | null
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    detail: string | null = null,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.status = status
    this.detail = detail
    this.headers = headers
  }
}

/** What a business rule, data policy or write ACL answers: always 403 under the same headline. */
export function operationFailed(detail: string): Refusal {
  return new Refusal(403, 'Operation Failed', detail)
}
