import { objectOf, textOf, type Loose } from '../loose.ts'

/** In this order where a result has several; any other by its name, so that the choice is stable. */
const PREFERRED = ['matchBasedId/v1', 'primaryLocationLineHash', 'contextHash/v1', '0']
/**
 * A column is no fingerprint, a GUID is new in every run, and of gitleaks' facts of the commit one
 * author's are the same for all that he leaked.
 */
const NOT_STABLE = /StartColumn|guid|^(?:author|commitMessage|commitSha|date|email)$/i

/** What the tool itself says stays the same; empty where it says nothing real. */
export function ownFingerprint(result: Loose): string {
  return real(objectOf(result['fingerprints'])) || real(objectOf(result['partialFingerprints']))
}

/** What the tool calls this very result. */
export function ownGuid(result: Loose): string {
  return textOf(result['guid'], 100) || textOf(result['correlationGuid'], 100)
}

function real(values: Loose): string {
  const names = Object.keys(values)
  if (names.length === 0) return ''
  // Of one flaw in two functions Veracode's first is the same.
  const flaw = textOf(values['flawHash'] ?? values['flawHash/v1'], 100)
  const procedure = textOf(values['procedureHash'] ?? values['procedureHash/v1'], 100)
  if (flaw !== '' && procedure !== '') return `${flaw} ${procedure}`
  const others = names.filter((name) => !NOT_STABLE.test(name))
  for (const name of [...PREFERRED, ...others.toSorted()]) {
    const value = Object.hasOwn(values, name) ? textOf(values[name], 1000) : ''
    // Semgrep's word where it would be a hash if one had logged in.
    if (value !== '' && !/^requires login$/i.test(value)) return `${name}=${value}`
  }
  return ''
}
