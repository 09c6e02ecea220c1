const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

/** What text is formatted with. Another element is what the text is about, such as a `<script>`. */
const FORMATTING =
  'p|br|hr|b|i|u|s|em|strong|small|big|sub|sup|tt|code|pre|samp|kbd|var|a|span|font|div|center|blockquote|q|cite|h[1-6]|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tfoot|tr|td|th'
const TAGS = new RegExp(`</?(?:${FORMATTING})(?:[ \\t\\r\\n/][^<>]{0,300})?>`, 'gi')

/** Veracode's messages and Appknox' rules. Of another text a tag may be what it is about. */
const IS_HTML = /^<(?:span|p|div|[uo]l)>[\s\S]*<\/(?:span|p|div|[uo]l)>$/
const HAS_BLOCK = /^<(?:p|div|[uo]l)>/m
const HAS_END = /<\/(?:p|div|[uo]l)>$/m

/** A text as it is, or the words of it where it is HTML. */
export function withoutTags(text: string): string {
  return IS_HTML.test(text) ? plainText(text) : text
}

/** The same for Markdown between whose headings stands HTML; what it shows as code stays. */
export function withoutBlocks(markdown: string): string {
  const isMixed = HAS_BLOCK.test(markdown) && HAS_END.test(markdown) && !markdown.includes('```')
  return isMixed ? plainText(markdown) : markdown
}

/** The words of a piece of HTML, a paragraph or list entry a line. */
export function plainText(html: string): string {
  return html
    .replace(/<(?:\/p|br ?\/?|\/li|\/ul|\/h\d|\/div|\/tr|\/dt|\/dd)>/gi, '\n')
    .replace(/<\/t[dh]>/gi, ' ')
    .replace(/<li>/gi, '- ')
    .replace(TAGS, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, decoded)
    .replace(/[ \t]+/g, ' ')
    .replaceAll(' \n', '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function decoded(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? whole) : whole
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : whole
}
