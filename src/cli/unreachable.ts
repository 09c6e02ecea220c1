import { CommandFailure, EXIT } from './failure.ts'

/** A failed connection, in words that say where to look. */
export function unreachable(url: string, cause: unknown): CommandFailure {
  const code = codeOf(cause)
  const isCertificate = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ALTNAME/.test(code)
  const words = WORDS[code] ?? (isCertificate ? 'its certificate is not trusted' : code)
  return new CommandFailure(`${url} cannot be reached${words === '' ? '' : `: ${words}`}`, {
    exitCode: EXIT.refused,
    remedy: isCertificate
      ? 'Set NODE_EXTRA_CA_CERTS to a file with the certificate of your authority.'
      : 'Check LOCKSTEP_URL, and that this machine may reach it (firewall, proxy, DNS).',
    isPassing: !isCertificate,
    cause,
  })
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name could not be resolved',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_CONNECT_TIMEOUT: 'no connection within 10 seconds',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'no answer in time',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'the report changed while it was sent',
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  return codeOf(error.cause)
}
