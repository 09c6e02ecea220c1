import type { ImportFile } from '../store/import.ts'
import { openReport } from './formats.ts'
import { ReportError, type Report, type Source } from './report.ts'
import { openSpool } from './spool.ts'

/** A file of a scan, on disk. */
export interface ReportFile {
  readonly path: string
  /** As the sender calls it. */
  readonly name: string
}

export interface FileSource {
  readonly name: string
  readonly source: Source
}

export interface OpenFile extends FileSource {
  readonly report: Report
}

/** Looks at the first bytes of each: what is no report at all is refused before anything is kept. */
export async function openSources(files: readonly ReportFile[]): Promise<FileSource[]> {
  const opened: FileSource[] = []
  for (const { path, name } of files) {
    const source = await naming(name, files.length, () => openSpool(path))
    opened.push({ name: plainName(name), source })
  }
  return opened
}

/** All of them, before the first is taken in: a scan is imported whole or not at all. */
export async function openReports(sources: readonly FileSource[]): Promise<OpenFile[]> {
  const opened: OpenFile[] = []
  for (const { name, source } of sources) {
    const report = await naming(name, sources.length, () => openReport(source))
    opened.push({ name, source, report })
  }
  return opened
}

/** Of several files the person must know which one is wrong. */
export async function naming<T>(name: string, files: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ReportError) || files === 1) throw error
    const { problem, advice, where } = error
    throw new ReportError(`${name}: ${problem}`, advice, where, { cause: error })
  }
}

/** What the import of these files is called, in the list and in each line of history. */
export function namesOf(files: readonly { readonly name: string }[]): string {
  const all = files.map(({ name }) => plainName(name)).join(', ')
  return all.length <= LONGEST
    ? all
    : `${plainName(files[0]?.name ?? '').slice(0, 150)} and ${files.length - 1} more`
}

const LONGEST = 200

/** Of a path only the last part, without what would break a line of history. */
function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const plain = last.toWellFormed().replace(/\p{Cc}+/gu, ' ')
  return plain.trim().slice(0, LONGEST) || 'report'
}

export function toolsAndFormats(files: readonly OpenFile[]) {
  const list: ImportFile[] = files.map(({ name, report: { format, tool } }) => {
    return { name, format, tool }
  })
  const each = (values: readonly string[]) => [...new Set(values)].toSorted().join(', ')
  return {
    tool: each(list.map(({ tool }) => tool)).slice(0, LONGEST),
    format: each(list.map(({ format }) => format)).slice(0, LONGEST),
    files: list,
  }
}
