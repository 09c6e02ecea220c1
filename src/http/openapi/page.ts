export function page(document: object): string {
  return `<pre>${JSON.stringify(document)}</pre>`
}
