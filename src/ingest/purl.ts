import { decoded } from './loose.ts'

/** What a package URL names: `pkg:npm/%40scope/name@1.0.0`. */
export interface PackageUrl {
  readonly type: string
  readonly name: string
  readonly version: string
}

/** The package by the name its ecosystem uses, as scanners write it; null if it is no package URL. */
export function readPurl(text: string): PackageUrl | null {
  const match = /^pkg:\/*([a-z0-9.+-]+)\/([^?#]+)/i.exec(text)
  if (match === null) return null
  const type = (match[1] ?? '').toLowerCase()
  const at = (match[2] ?? '').lastIndexOf('@')
  const path = at > 0 ? (match[2] ?? '').slice(0, at) : (match[2] ?? '')
  const version = at > 0 ? (match[2] ?? '').slice(at + 1) : ''
  const steps = path
    .split('/')
    .filter((step) => step !== '')
    .map(decoded)
  const name = steps.at(-1) ?? ''
  if (name === '') return null
  return { type, name: nameIn(type, steps.slice(0, -1), name), version: decoded(version) }
}

/** A distribution is no part of its package's name; a group or scope is. */
function nameIn(type: string, namespace: readonly string[], name: string): string {
  if (namespace.length === 0 || /^(deb|apk|rpm|alpm|oci|docker)$/.test(type)) return name
  return namespace.join('/') + (type === 'maven' ? ':' : '/') + name
}
