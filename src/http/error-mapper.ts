import { hasZodFastifySchemaValidationErrors } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { ReportError } from '../ingest/report.ts'
import { AddressError } from '../servicenow/address.ts'
import { isServiceNowError } from '../servicenow/errors.ts'
import type { ServiceNowError } from '../servicenow/errors.ts'
import { isAway } from '../store/database.ts'
import { HttpProblem, badRequest, tooMany } from './problem.ts'
import type { FieldError } from './problem.ts'

/** The only place that turns an error into an answer. What is ours alone goes to the log. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler(async (error, request, reply) => {
    const problem = problemOf(error)
    if (problem.status >= 500) request.log.error({ err: error }, 'failed')
    return reply
      .code(problem.status)
      .headers({ 'cache-control': 'no-store', ...problem.facts.headers })
      .type('application/problem+json')
      .serializer(JSON.stringify)
      .send(problem.body(request.id))
  })
}

export function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    return invalid(error.validationContext ?? 'body', error.validation)
  }
  if (isServiceNowError(error)) return atServiceNow(error)
  if (error instanceof AddressError) return badAddress(error.message)
  if (error instanceof ReportError) return inReport(error)
  if (isAway(error)) return databaseAway()
  const { code, statusCode } = factsOf(error)
  return BY_CODE[code]?.(error) ?? byStatus(statusCode, error)
}

interface Issue {
  readonly instancePath: string
  readonly message?: string
}

function invalid(context: string, issues: readonly Issue[]): HttpProblem {
  const where = PLACES[context] ?? 'body'
  const errors = issues.slice(0, 100).map(({ instancePath, message }): FieldError => {
    return { pointer: pointerOf(instancePath), detail: message ?? 'not valid' }
  })
  const first = errors[0]
  const what = first === undefined ? '' : `: ${nameOf(first.pointer)}${first.detail}`
  return new HttpProblem(400, {
    code: 'invalid',
    title: 'Something in the request is not valid',
    detail: `The ${where} is not valid${what}.`,
    remedy: 'Correct what "errors" names, then send it again. /api/docs says what is expected.',
    errors,
  })
}

const PLACES: Record<string, string> = {
  body: 'body',
  querystring: 'query',
  params: 'address',
  headers: 'headers',
}

function pointerOf(path: string): string {
  return path === '/' ? '' : path
}

function nameOf(pointer: string): string {
  return pointer === '' ? '' : `${pointer.slice(1).replaceAll('/', '.')}: `
}

/** The instance's answer is not our failure, and its words are what helps. */
function atServiceNow(error: ServiceNowError): HttpProblem {
  const words = [error.instanceMessage, error.detail].filter((word) => word !== null && word !== '')
  const isAnswer = error.kind === 'refused' || error.kind === 'reauthorize'
  return new HttpProblem(isAnswer ? 422 : 502, {
    code: `servicenow-${error.code.replaceAll('_', '-')}`,
    title: isAnswer ? 'ServiceNow refused this' : 'ServiceNow did not answer well',
    detail: words.length === 0 ? error.message : words.join(': '),
    remedy: error.remedy ?? REMEDIES[error.kind],
  })
}

const REMEDIES: Record<ServiceNowError['kind'], string> = {
  retry: 'Try again in a moment; Check connection shows what is wrong.',
  reauthorize: 'Log in with ServiceNow again.',
  refused: "Check the rights of the integration's ServiceNow user; Check connection shows which.",
  unexpected: 'Check the instance URL; Check connection shows what is wrong.',
}

/** An address that a person entered, and that is not one of an instance we may call. */
export function badAddress(detail: string, remedy = 'Correct the ServiceNow Instance URL.') {
  return new HttpProblem(400, {
    code: 'instance-url',
    title: 'The instance cannot be used',
    detail,
    remedy,
    errors: [{ pointer: '/instanceUrl', detail }],
  })
}

function inReport({ problem, advice, where }: ReportError): HttpProblem {
  const { path, line, offset } = where
  const places = [
    ...(path === undefined ? [] : [path === '' ? 'at the top level' : `at ${path}`]),
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(offset === undefined ? [] : [`byte ${offset}`]),
  ]
  const place = places.length === 0 ? '' : ` (${places.join(', ')})`
  return new HttpProblem(422, {
    code: 'report-not-readable',
    title: 'The report cannot be read',
    detail: `In the report: ${problem}${place}.`,
    remedy: `${advice} Nothing was changed.`,
  })
}

function databaseAway(): HttpProblem {
  return new HttpProblem(503, {
    code: 'database-away',
    title: 'The database does not answer',
    detail: 'Lockstep keeps everything in its database, which cannot be reached just now.',
    remedy: 'Try again in a moment, and look first whether it has been done. The log says more.',
    headers: { 'retry-after': '5' },
  })
}

const TOO_LARGE = () =>
  new HttpProblem(413, {
    code: 'too-large',
    title: 'Too large',
    detail: 'The request is larger than what is accepted here.',
    remedy: 'Send less at once. A report may have 200 MB, anything else 1 MB.',
  })

const UNKNOWN_MEDIA_TYPE = () =>
  new HttpProblem(415, {
    code: 'media-type',
    title: 'This kind of body is not understood',
    detail: 'The Content-Type of the request is not one that is understood here.',
    remedy: 'Send application/json; for imports also multipart/form-data or the report itself.',
  })

const NOT_STORABLE = () =>
  badRequest(
    'A text holds a character that cannot be stored, such as U+0000.',
    'Remove it, then send the text again.',
  )

/** fastify's and PostgreSQL's codes that a caller can do something about. */
const BY_CODE: Record<string, (error: unknown) => HttpProblem> = {
  FST_ERR_CTP_BODY_TOO_LARGE: TOO_LARGE,
  FST_REQ_FILE_TOO_LARGE: TOO_LARGE,
  FST_FILES_LIMIT: TOO_LARGE,
  FST_PARTS_LIMIT: TOO_LARGE,
  FST_FIELDS_LIMIT: TOO_LARGE,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: UNKNOWN_MEDIA_TYPE,
  FST_INVALID_MULTIPART_CONTENT_TYPE: UNKNOWN_MEDIA_TYPE,
  '22021': NOT_STORABLE,
  '22P05': NOT_STORABLE,
}

function byStatus(status: number, error: unknown): HttpProblem {
  if (status === 429) return tooMany(60, 'There were too many requests.')
  if (status >= 400 && status < 500 && error instanceof Error) {
    return new HttpProblem(status, {
      code: 'bad-request',
      title: 'The request is not right',
      detail: error.message,
      remedy: 'Correct the request; /api/docs says what is expected.',
    })
  }
  return new HttpProblem(500, {
    code: 'internal',
    title: 'Lockstep could not do this',
    detail: 'Something went wrong on our side. Nothing was half-done.',
    remedy: 'Try again. If it stays, look in the log for this request id.',
  })
}

function factsOf(error: unknown): { code: string; statusCode: number } {
  if (typeof error !== 'object' || error === null) return { code: '', statusCode: 500 }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const statusCode = 'statusCode' in error ? Number(error.statusCode) : 500
  return { code, statusCode }
}
