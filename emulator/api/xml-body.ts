import sax from 'sax'

/**
 * The first record of a body in XML: `<request><entry>…</entry></request>`, or the fields right below
 * the root, whatever that is called. Null where the body is no XML.
 */
export function recordFromXml(text: string): Record<string, string> | null {
  const root: Node = { name: '', text: '', children: [] }
  const open: Node[] = [root]
  const parser = sax.parser(true, { trim: false })
  parser.onopentag = ({ name }) => {
    const node: Node = { name, text: '', children: [] }
    open.at(-1)?.children.push(node)
    open.push(node)
  }
  const append = (piece: string): void => {
    const node = open.at(-1)
    if (node !== undefined) node.text += piece
  }
  parser.ontext = append
  parser.oncdata = append
  parser.onclosetag = () => void open.pop()
  parser.onerror = (error) => {
    throw error
  }
  try {
    parser.write(text).close()
  } catch {
    return null
  }
  const [request] = root.children
  if (request === undefined) return null
  const entry = request.children.find(({ name }) => name === 'entry') ?? request
  return Object.fromEntries(entry.children.map((field) => [field.name, valueOf(field)]))
}

interface Node {
  readonly name: string
  text: string
  readonly children: Node[]
}

/** A reference may come as answers have it, with its value in an element of its own. */
function valueOf({ text, children }: Node): string {
  const inner = children.find(({ name }) => name === 'value' || name === 'display_value')
  return inner === undefined ? text : inner.text
}
