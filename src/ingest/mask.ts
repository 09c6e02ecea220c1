import type { VulnerabilityType } from '../vulnerability/evidence.ts'
import { cut } from './loose.ts'

/** Headers that hold what somebody could log in with. */
const TOKENS =
  /^([ \t]*(?:authorization|proxy-authorization|x-api-key|x-auth-token)[ \t]*:)[^\r\n]*/gim
const COOKIES = /^[ \t]*cookie[ \t]*:[^\r\n]*/gim
/** Its attributes are often what a finding is about. */
const SET_COOKIE = /^([ \t]*set-cookie[ \t]*:[^=;\r\n]*=)[^;\r\n]*/gim

/** A request or answer without what a reader of it could use as somebody else. */
export function maskHeaders(text: string): string {
  return text
    .replace(TOKENS, '$1 …')
    .replace(COOKIES, (line) => line.replace(/=[^;]*/g, '=…'))
    .replace(SET_COOKIE, '$1…')
}

/** `name=value; Path=/` as a tool names a cookie that it speaks of. */
export function maskCookie(text: string): string {
  return text.replace(/^([^=;\s]{1,200}=)[^;\r\n]*/, '$1…')
}

/**
 * Hides what looks like a credential. A secret scanner's report holds the secret itself, and a
 * ticket is read by many more people than the file it leaked into.
 */
export function maskSecrets(text: string): string {
  return text
    .replace(
      ASSIGNED,
      (_, name: string, quote: string, value: string) =>
        `${name}${quote}${beginningOf(value)}${quote}`,
    )
    .replace(/[A-Za-z0-9+/=_.~-]{12,}/g, (word) =>
      /\d/.test(word) && /[A-Za-z]/.test(word) && !isPath(word) ? `${word.slice(0, 4)}…` : word,
    )
}

/** `password = "…"`, `'api_key': '…'`: what is quoted there is one, however little it looks so. */
const ASSIGNED =
  /((?:passw(?:or)?d|passphrase|pwd|secret|token|api_?key)\w{0,30}["'\])]{0,3}[ \t]{0,9}[:=]{1,3}>?[ \t]{0,9})(["'`])([^"'`\n]{1,500})\2/gi

/** Keys in base64 have slashes as well, but neither dots nor dashes. */
function isPath(word: string): boolean {
  return (
    /^[\w-]+(\/[\w.-]+)+$/.test(word) && !/^(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9/]{32,}$/.test(word)
  )
}

/** One word in quotes: of a password in the code nothing else shows that it is one. */
const QUOTED = /(["'`])([^\s"'`]{3,200})\1/g

/** Code in which a credential stands. */
export function maskCode(code: string): string {
  return maskSecrets(code).replace(QUOTED, (_, quote: string, word: string) => {
    return `${quote}${beginningOf(word)}${quote}`
  })
}

/** What is said of such code; other words in quotes are the names of things. */
export function maskWords(text: string, code: string): string {
  const words = new Set(Array.from(code.matchAll(QUOTED), ([, , word]) => word))
  return maskSecrets(
    text.replace(QUOTED, (whole, quote: string, word: string) =>
      words.has(word) ? `${quote}${beginningOf(word)}${quote}` : whole,
    ),
  )
}

/** Of a short one less than its first four characters. */
export function beginningOf(secret: string): string {
  return secret.endsWith('…')
    ? secret
    : `${cut(secret, Math.min(4, Math.floor(secret.length / 4)))}…`
}

/** Credentials that stand in the code: whatever finds them, the line shows them. */
const PASSWORDS = new Set(['CWE-259', 'CWE-321', 'CWE-798'])
const OF_PASSWORD =
  /hard[- _]?coded[- _](?:\w{1,30}[- _])?(?:password|passphrase|credential|secret|token|key)|(?:password|credential|secret|token|key)s? [\w ]{0,40}in (?:the )?source code/i

/** `words` are the tool's for what it has found, which may name no class. */
export function showsSecret(type: VulnerabilityType, category: string, words: string): boolean {
  if (type === 'SECRET' || PASSWORDS.has(category)) return true
  // The words that all of them have are looked for first: every result is asked.
  return /hard|source code/i.test(words) && OF_PASSWORD.test(words)
}
