/** What an instance answered, whole, before anybody has made sense of it. */
export interface Answer {
  readonly status: number
  /** Names in lower case; a repeated header's values are joined by ", ". */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  readonly ms: number
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** Whether a request of this method may change something on the instance. */
export function isWrite(method: Method): boolean {
  return method !== 'GET'
}

export function isHtml(answer: Answer): boolean {
  const type = answer.headers['content-type'] ?? ''
  return type.includes('html') || /^\s*<(!doctype|html)/i.test(answer.text)
}

/** The title of an HTML page: the only thing that tells a hibernating instance from a log-in page. */
export function titleOf(html: string): string {
  return /<title[^>]*>([^<]{0,200})/i.exec(html)?.[1]?.replaceAll(/\s+/g, ' ').trim() ?? ''
}

/** The instance's own clock when it answered. */
export function dateOf(answer: Answer): Date | null {
  const at = new Date(answer.headers['date'] ?? '')
  return Number.isNaN(at.getTime()) ? null : at
}

/** Rows there are in all, for a list. Counted before the instance drops rows we may not read. */
export function totalOf(answer: Answer): number | null {
  const total = answer.headers['x-total-count']
  return total !== undefined && /^\d+$/.test(total) ? Number(total) : null
}
