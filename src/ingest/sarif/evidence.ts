import type { Evidence } from '../../vulnerability/evidence.ts'
import { numberOf, objectOf, textOf, type Loose } from '../loose.ts'
import { present } from '../present-evidence.ts'
import type { Location } from './location.ts'
import type { PackageSaid } from './package.ts'

export function evidenceOf(
  result: Loose,
  location: Location,
  { dependency, id, advisory }: PackageSaid,
  cvss: number | null,
): Evidence {
  const web = objectOf(result['webRequest'])
  const isOneLine = location.code !== '' && !location.code.includes('\n')
  return present({
    fileName: location.path,
    // A scan of an image says line 1 of a path that there isn't.
    firstLine: advisory !== null && location.line === 1 ? null : location.line,
    vulnerableLine: isOneLine ? location.code.trim() : '',
    codeSnippet: location.context || location.code,
    url: location.url || textOf(web['target'], 4000),
    method: textOf(web['method'], 20),
    request: textOf(objectOf(web['body'])['text'], 4000),
    response: textOf(objectOf(objectOf(result['webResponse'])['body'])['text'], 4000),
    package: dependency?.package ?? '',
    affectedVersion: dependency?.affectedVersion ?? '',
    patchedVersion: dependency?.patchedVersion ?? '',
    cve: id,
    cvss,
    ...hostOf(objectOf(result['properties'])),
  })
}

/** Nessus' place is a port of a host. */
function hostOf({ targetId, port, protocol }: Loose): Evidence {
  const address = textOf(targetId, 300)
  const over = textOf(protocol, 20)
  return address === '' || over === ''
    ? {}
    : present({ address, port: portOf(port), protocol: over })
}

/** Of what is on no port in particular it says 0. */
function portOf(value: unknown): number | null {
  const port = numberOf(value)
  return port !== null && Number.isInteger(port) && port > 0 && port < 65_536 ? port : null
}

/** Nuclei names the host in its message, and only the way from there as the place. */
export function onHost(location: Location, message: string): Location {
  const host = /\bfound on (https?:\/\/[^\s/]{1,300})/.exec(message)?.[1]
  return host === undefined || !location.path.startsWith('/')
    ? location
    : { ...location, path: '', url: `${host}${location.path}` }
}
