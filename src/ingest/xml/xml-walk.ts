import sax from 'sax'
import { ReportError } from '../report.ts'

/** An element with all that is in it; names without their namespace's prefix. */
export interface XmlElement {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  readonly text: string
}

export interface XmlTaken {
  /** `OWASPZAPReport/site/alerts/alertitem` */
  readonly path: string
  readonly element: XmlElement
}

interface Growing extends XmlElement {
  readonly children: Growing[]
  text: string
}

const MAX_DEPTH = 256
const MAX_ATTRIBUTES = 1000
/** Of 200 MB the reports of real scanners make fewer; fifty million of nothing take minutes. */
const MAX_ELEMENTS = 10_000_000
const MAX_ELEMENT_CHARS = 16 * 1024 * 1024
const REPAIR = 'The XML is broken: have the scanner make the report again.'
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * Walks an XML text of any size and gives the elements at the chosen paths, in memory for one at a
 * time. Of entities it knows the five of XML and characters by number: a document type may stand
 * there, since Burp writes one, but what it declares is not even read.
 */
export class XmlWalk {
  readonly #parser = sax.parser(true)
  readonly #take: ReadonlySet<string>
  readonly #open: ReadonlySet<string>
  readonly #decoder = new TextDecoder()
  readonly #path: string[] = []
  /** The element being taken and those open in it. */
  readonly #growing: Growing[] = []
  readonly #maxElements: number
  #elements = 0
  #hasRoot = false
  #chars = 0
  /** Those of the element that begins. */
  #attributes = 0
  #taken: XmlTaken[] = []

  /** Of those in `open` only the attributes are given, as soon as they begin. */
  constructor(take: readonly string[], open: readonly string[] = [], max = MAX_ELEMENTS) {
    this.#maxElements = max
    this.#take = new Set(take)
    this.#open = new Set(open)
    const parser = this.#parser
    parser.ENTITIES = Object.assign(Object.create(null), ENTITIES)
    parser.onattribute = () => this.#counts()
    parser.onopentag = ({ name, attributes }) => this.#opens(localOf(name), attributes)
    parser.onclosetag = () => this.#closes()
    parser.ontext = (text) => this.#says(text)
    parser.oncdata = (text) => this.#says(text)
    parser.ondoctype = (text) => this.#declares(text)
    parser.onerror = (error) => {
      throw this.#fail(error.message.split('\n', 1)[0] ?? '', REPAIR)
    }
  }

  push(bytes: Uint8Array): XmlTaken[] {
    this.#taken = []
    this.#parser.write(this.#decoder.decode(bytes, { stream: true }))
    return this.#taken
  }

  end(): void {
    if (this.#path.length > 0) {
      throw this.#fail(
        'the file ends too early',
        'It was cut off: make the report or upload it again.',
      )
    }
    this.#parser.close()
  }

  #counts(): void {
    if (++this.#attributes <= MAX_ATTRIBUTES) return
    throw this.#fail(`an element has more than ${MAX_ATTRIBUTES} attributes`, REPAIR)
  }

  #opens(name: string, attributes: Readonly<Record<string, unknown>>): void {
    this.#attributes = 0
    if (++this.#elements > this.#maxElements) {
      const most = this.#maxElements.toLocaleString('en-US')
      throw this.#fail(`it has more than ${most} elements`, 'Split the scan.')
    }
    if (this.#path.length === MAX_DEPTH) {
      const advice = 'No scanner writes that: the file is broken or made to do harm.'
      throw this.#fail(`elements nested deeper than ${MAX_DEPTH}`, advice)
    }
    if (this.#path.length === 0 && this.#hasRoot) throw this.#fail('there is a second root', REPAIR)
    this.#hasRoot = true
    this.#path.push(name)
    const values = Object.entries(attributes).map(([key, value]) => {
      const text = String(value)
      this.#count(text.length)
      return [localOf(key), text] as const
    })
    const element = { name, attributes: new Map(values), children: [], text: '' }
    const parent = this.#growing.at(-1)
    if (parent !== undefined) {
      parent.children.push(element)
      this.#growing.push(element)
      return
    }
    const path = this.#path.join('/')
    if (this.#open.has(path)) this.#taken.push({ path, element })
    if (this.#take.has(path)) this.#growing.push(element)
  }

  #closes(): void {
    const element = this.#growing.pop()
    if (element !== undefined && this.#growing.length === 0) {
      this.#chars = 0
      this.#taken.push({ path: this.#path.join('/'), element })
    }
    this.#path.pop()
  }

  #says(text: string): void {
    const element = this.#growing.at(-1)
    if (element === undefined) return
    this.#count(text.length)
    element.text += text
  }

  /** An empty element costs memory too. */
  #count(chars: number): void {
    if (this.#growing.length === 0) return
    this.#chars += chars + 64
    if (this.#chars <= MAX_ELEMENT_CHARS) return
    throw this.#fail('one entry is larger than 16 MB', 'Have the scanner leave out responses.')
  }

  #declares(text: string): void {
    if (!/<!ENTITY/i.test(text)) return
    throw this.#fail(
      'the document declares entities of its own',
      'They are not read: leave them out.',
    )
  }

  #fail(problem: string, advice: string): ReportError {
    return new ReportError(problem, advice, {
      path: this.#path.slice(0, 20).join('/'),
      line: this.#parser.line + 1,
    })
  }
}

function localOf(name: string): string {
  return name.slice(name.indexOf(':') + 1).slice(0, 200)
}
