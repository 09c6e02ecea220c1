import { normalisePath } from '../../vulnerability/fingerprint.ts'
import { codeOf, countOf, listOf, objectOf, textOf, type Loose } from '../loose.ts'

export interface Location {
  /** Normalised; empty if the result is nowhere in particular. */
  readonly path: string
  readonly url: string
  readonly line: number | null
  readonly column: number | null
  readonly code: string
  readonly context: string
  /** What is said of this place. */
  readonly said: string
  /** Where else the same result is, as people read it. */
  readonly others: readonly string[]
}

/** What a run says of paths: the folders that stand behind names, and the files that stand behind numbers. */
export interface Places {
  readonly bases: ReadonlyMap<string, string>
  /** Of those that stand in another one, the way from there. */
  readonly folders: ReadonlyMap<string, string>
  readonly artifacts: readonly (Loose | undefined)[]
  /** What addresses have come to: most files have more than one result. */
  readonly paths: Map<string, string>
}

/** So many at most, and none that is long: memory stays bounded. */
const MAX_PATHS = 5_000
const MAX_REMEMBERED = 300

const NOWHERE: Location = {
  path: '',
  url: '',
  line: null,
  column: null,
  code: '',
  context: '',
  said: '',
  others: [],
}
const MAX_OTHERS = 20

/** The first location that names a file; else a logical one such as a function or a resource. */
export function locationOf(result: Loose, places: Places): Location {
  const locations = listOf(result['locations']).slice(0, 100).map(objectOf)
  const [first, ...others] = locations.flatMap((location) => {
    const physical = objectOf(location['physicalLocation'])
    const uri = uriOf(objectOf(physical['artifactLocation']), places)
    const place = { ...at(uri, physical, places), said: saidOf(location) }
    // Of the folder that was scanned: `./`.
    return place.path === '' && place.url === '' ? [] : [place]
  })
  if (first !== undefined) return { ...first, others: shown(first, others) }
  for (const location of locations) {
    const name = logicalName(location)
    if (name !== '') return { ...NOWHERE, path: name }
  }
  const target = objectOf(result['analysisTarget'])
  const uri = uriOf(target, places)
  return uri === '' ? NOWHERE : at(uri, {}, places)
}

function at(uri: string, physical: Loose, places: Places): Location {
  const region = objectOf(physical['region'])
  const isUrl = /^https?:\/\//i.test(uri)
  return {
    others: [],
    path: isUrl ? '' : rememberedPath(uri, places),
    url: isUrl ? uri : '',
    line: positive(region['startLine']),
    column: positive(region['startColumn']),
    code: codeOf(objectOf(region['snippet'])['text']),
    said: '',
    context: codeOf(objectOf(objectOf(physical['contextRegion'])['snippet'])['text']),
  }
}

/** Mago says in which way, NightVision on which address. Trivy's is the name of the file again. */
function saidOf(location: Loose): string {
  const physical = objectOf(location['physicalLocation'])
  const said = [location, objectOf(physical['region'])].flatMap(({ message }) =>
    message === undefined ? [] : textOf(objectOf(message)['text'], 2000),
  )
  if (said.length === 0) return ''
  const uri = textOf(objectOf(physical['artifactLocation'])['uri'], 4000)
  return said
    .filter((text, i) => text !== '' && !uri.endsWith(text) && said.indexOf(text) === i)
    .join('\n')
}

/** Each once: where a tool counts bytes, places of one file look the same. */
function shown(first: Location, others: readonly Location[]): string[] {
  if (others.length === 0) return []
  const [, ...texts] = new Set([first, ...others].map(inWords))
  const more = texts.length - MAX_OTHERS
  return [...texts.slice(0, MAX_OTHERS), ...(more > 0 ? [`and ${more} more`] : [])]
}

function inWords({ path, url, line, said }: Location): string {
  const place = `${path || url}${line === null ? '' : `:${line}`}`
  return said === '' ? place : `${place}: ${said.replace(/\s+/g, ' ')}`
}

/** Scorecard's, since GitHub wants one. */
const NO_FILE = /^no file associated with this alert$/i

function uriOf(artifact: Loose, places: Places): string {
  const uri = textOf(artifact['uri'], 4000)
  if (NO_FILE.test(uri)) return ''
  if (uri === '') {
    const known = places.artifacts[countOf(artifact['index']) ?? -1]
    return known === undefined ? '' : below(known, places)
  }
  return below({ ...artifact, uri }, places)
}

/** What is only a part of the way is made whole: `io/a.c` in `src/`, or one that leads out again. */
function below(artifact: Loose, places: Places): string {
  const uri = textOf(artifact['uri'], 4000)
  const name = textOf(artifact['uriBaseId'], 200)
  if (name === '' || /^(?:[a-z][a-z+.-]*:|\/)/i.test(uri)) return uri
  const folder = uri.startsWith('../') ? places.bases.get(name) : places.folders.get(name)
  return folder === undefined ? uri : normalisePath(`${folder}/${uri}`)
}

function rememberedPath(uri: string, places: Places): string {
  const known = places.paths.get(uri)
  if (known !== undefined) return known
  const path = pathOf(uri, places)
  if (places.paths.size >= MAX_PATHS) places.paths.clear()
  if (uri.length <= MAX_REMEMBERED) places.paths.set(uri, path)
  return path
}

/** A path below a named folder stays relative; an absolute one below it becomes so. */
function pathOf(uri: string, places: Places): string {
  const path = normalisePath(uri)
  for (const base of places.bases.values()) {
    if (base !== '' && path.startsWith(`${base}/`)) return path.slice(base.length + 1)
  }
  // `%SRCROOT%/src/a.c`: some write the name of the folder into the path.
  return path.replace(/^%?[A-Z_]*ROOT(?:PATH)?%?(?:\/|$)/, '')
}

/** The absolute folders of `originalUriBaseIds`; longest first, so that the nearest one is cut off. */
export function readBases(value: unknown): Pick<Places, 'bases' | 'folders'> {
  const all = Object.entries(objectOf(value))
    .slice(0, 50)
    .map(([name, base]) => [name, normalisePath(textOf(objectOf(base)['uri'], 4000))] as const)
  const bases = all.filter(([, path]) => ABSOLUTE.test(path))
  return {
    bases: new Map(bases.toSorted((a, b) => b[1].length - a[1].length)),
    folders: foldersOf(objectOf(value), new Map(all)),
  }
}

const ABSOLUTE = /^(\/|[A-Za-z]:\/).+/
const MAX_DEPTH = 10

function foldersOf(named: Loose, paths: ReadonlyMap<string, string>): Map<string, string> {
  const wayTo = (name: string, depth: number): string => {
    const path = paths.get(name) ?? ''
    const parent = textOf(objectOf(named[name])['uriBaseId'], 200)
    if (ABSOLUTE.test(path) || parent === '' || depth > MAX_DEPTH) return ''
    return [wayTo(parent, depth + 1), path].filter((part) => part !== '').join('/')
  }
  const ways = [...paths.keys()].map((name) => [name, wayTo(name, 0)] as const)
  return new Map(ways.filter(([, way]) => way !== ''))
}

function logicalName(location: Loose): string {
  for (const logical of listOf(location['logicalLocations']).map(objectOf)) {
    const name = textOf(logical['fullyQualifiedName'], 1000) || textOf(logical['name'], 1000)
    if (name !== '') return name
  }
  return ''
}

function positive(value: unknown): number | null {
  const count = countOf(value)
  return count === null || count === 0 || count > 1e9 ? null : count
}
