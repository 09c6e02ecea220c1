import { isHtml, isWrite, titleOf, type Answer, type Method } from './answer.ts'
import { classifyRefusal, instanceWords } from './refusal.ts'
import { ServiceNowError, type Outcome } from './errors.ts'

/**
 * The JSON an answer carries, or the failure it stands for, thrown. Nothing is
 * believed before status, content type and the whole body have been looked at: a
 * sleeping instance and a log-in page both say 200.
 */
export function readJson(answer: Answer, method: Method, now: Date = new Date()): unknown {
  const problem = classify(answer, method, now)
  if (problem !== null) throw problem
  return JSON.parse(answer.text)
}

/** What is wrong with an answer, or null where nothing is. */
export function classify(answer: Answer, method: Method, now: Date): ServiceNowError | null {
  const { status } = answer
  const outcome: Outcome = isWrite(method) ? 'unknown' : 'known'
  if (status >= 300 && status < 400) return redirected(answer, outcome)
  if (status === 429) return rateLimited(answer, now)
  if (isHtml(answer)) return classifyHtml(answer, outcome, now)
  if (status >= 500) return unavailable(answer, outcome, now)
  if (status >= 400) return classifyRefusal(answer)
  if (status === 204) return null
  return classifySuccess(answer, outcome)
}

/** How long the instance asked us to wait. Both forms of Retry-After are in use. */
export function retryAfterMs(answer: Answer, now: Date): number | null {
  const after = answer.headers['retry-after']?.trim()
  if (after !== undefined && /^\d{1,9}$/.test(after)) return Number(after) * 1000
  const date = after === undefined ? Number.NaN : Date.parse(after)
  if (!Number.isNaN(date)) return Math.max(0, date - now.getTime())
  const reset = answer.headers['x-ratelimit-reset']
  if (answer.status !== 429 || reset === undefined || !/^\d{9,11}$/.test(reset)) return null
  return Math.max(0, Number(reset) * 1000 - now.getTime())
}

function redirected(answer: Answer, outcome: Outcome): ServiceNowError {
  const to = URL.parse(answer.headers['location'] ?? '')?.host ?? 'another page'
  const sleeping = to === 'developer.servicenow.com'
  return new ServiceNowError(
    sleeping
      ? 'the instance is hibernating: it sends every request to developer.servicenow.com'
      : `the instance redirects to ${to}, and redirects are never followed`,
    {
      kind: 'retry',
      code: sleeping ? 'hibernating' : 'redirected',
      status: answer.status,
      outcome: sleeping ? 'known' : outcome,
      remedy: sleeping
        ? 'wake the instance at developer.servicenow.com'
        : 'enter the address the instance redirects to, if that is the real instance',
    },
  )
}

function rateLimited(answer: Answer, now: Date): ServiceNowError {
  const words = instanceWords(answer.text)
  return new ServiceNowError('the instance asks us to slow down (429)', {
    kind: 'retry',
    code: 'rate_limited',
    status: 429,
    outcome: 'known',
    ...words,
    ...wait(answer, now),
  })
}

function classifyHtml(answer: Answer, outcome: Outcome, now: Date): ServiceNowError {
  const title = titleOf(answer.text)
  if (/hibernat/i.test(title)) {
    return new ServiceNowError('the instance is hibernating', {
      kind: 'retry',
      code: 'hibernating',
      status: answer.status,
      outcome: 'known',
      remedy: 'wake the instance at developer.servicenow.com',
    })
  }
  if (answer.status >= 500) return unavailable(answer, outcome, now)
  const login = /log ?in|sign ?in|sso/i.test(title)
  return new ServiceNowError(
    login
      ? 'the instance answered with a log-in page instead of data'
      : `the address answered with a web page (${title || 'no title'}) instead of data`,
    {
      kind: 'retry',
      code: login ? 'login_page' : 'not_servicenow',
      status: answer.status,
      outcome,
      remedy: 'check that the address is that of a ServiceNow instance and that it is running',
    },
  )
}

function unavailable(answer: Answer, outcome: Outcome, now: Date): ServiceNowError {
  const words = instanceWords(answer.text)
  const said = words.instanceMessage === undefined ? '' : `: ${words.instanceMessage}`
  return new ServiceNowError(`the instance answered ${answer.status}${said}`, {
    kind: 'retry',
    code: 'unavailable',
    status: answer.status,
    outcome,
    ...words,
    ...wait(answer, now),
  })
}

/** A 200 proves little: a cancelled transaction appends an error to rows already sent. */
function classifySuccess(answer: Answer, outcome: Outcome): ServiceNowError | null {
  const { status, text } = answer
  if (text.trim() === '') {
    return new ServiceNowError('the instance answered with nothing', {
      kind: 'retry',
      code: 'empty_answer',
      status,
      outcome,
    })
  }
  try {
    JSON.parse(text)
    return null
  } catch (cause) {
    const cancelled = text.includes('Transaction cancelled')
    return new ServiceNowError(
      cancelled
        ? 'the instance cancelled the transaction half-way through its answer'
        : 'the instance answered with broken JSON',
      { kind: 'retry', code: 'broken_answer', status, outcome, cause },
    )
  }
}

function wait(answer: Answer, now: Date): { retryAfterMs?: number } {
  const ms = retryAfterMs(answer, now)
  return ms === null ? {} : { retryAfterMs: ms }
}
