/** What a file imports, types included, as it is written there. */
export function importsOf(code: string): string[] {
  const statement = /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm
  const bare = /^\s*import\s*['"]([^'"]+)['"]/gm
  const dynamic = /\bimport\(\s*['"]([^'"]+)['"]/g
  return [statement, bare, dynamic].flatMap((pattern) =>
    [...code.matchAll(pattern)].map((match) => match[1] ?? ''),
  )
}

/** The imports that are still there when the types are stripped. */
export function valueImportsOf(code: string): string[] {
  return importsOf(code.replace(/^\s*(?:import|export)\s+type\b[^'"]*['"][^'"]+['"]/gm, ''))
}

/** Blanks comments out, so that no rule is broken or kept by prose. Strings stay. */
export function withoutComments(code: string): string {
  const token =
    /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\*[^]*?\*\/|\/\/[^\n]*/g
  return code.replace(token, (text) => (text.startsWith('/') ? '' : text))
}

/** Whether the global `process`, or its module, is used. Types of Node's are only names. */
export function usesProcess(code: string): boolean {
  const withoutStrings = code.replace(/'[^'\n]*'|"[^"\n]*"/g, (text) =>
    /^.(node:)?process.$/.test(text) ? 'process.module' : "''",
  )
  return /(?<![.\w$])process\s*(\?\.|\.|\[)/.test(withoutStrings)
}
