import type { VulnerabilityType } from '../vulnerability/evidence.ts'

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

/**
 * Hides what looks like a credential. A secret scanner's report holds the secret itself, and a
 * ticket is read by many more people than the file it leaked into.
 */
export function maskSecrets(text: string): string {
  return text.replace(/[A-Za-z0-9+/=_.~-]{12,}/g, (word) =>
    /\d/.test(word) && /[A-Za-z]/.test(word) && !/^[\w-]+(\/[\w.-]+)+$/.test(word)
      ? `${word.slice(0, 4)}…`
      : word,
  )
}

/** Credentials that stand in the code: whatever finds them, the line shows them. */
const PASSWORDS = new Set(['CWE-259', 'CWE-321', 'CWE-798'])

export function showsSecret(type: VulnerabilityType, category: string): boolean {
  return type === 'SECRET' || PASSWORDS.has(category)
}
