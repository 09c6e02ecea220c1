/** What a person has said so far of the scan they are about to import. */
export interface ImportDraft {
  readonly files: readonly File[]
  readonly coverage: Coverage
  /** The branch or path, where it covers only that. */
  readonly part: string
  readonly allowEmpty: boolean
}

/** `adds`: it closes nothing; else what it no longer finds in the asset, or the part, is fixed. */
export const COVERAGES = ['adds', 'asset', 'part'] as const
export type Coverage = (typeof COVERAGES)[number]

export const NO_DRAFT: ImportDraft = { files: [], coverage: 'adds', part: '', allowEmpty: false }

/** What the server is asked for besides the files: the query of `POST /imports`. */
export interface ImportWish {
  readonly scope?: string
  readonly allowEmpty?: 'true'
  readonly dryRun?: 'true'
  readonly tickets?: string
}

export function wishOf(
  { coverage, part, allowEmpty }: ImportDraft,
  { dryRun = false, tickets }: { readonly dryRun?: boolean; readonly tickets?: string | undefined },
): ImportWish {
  return {
    ...(coverage === 'asset' && { scope: '' }),
    ...(coverage === 'part' && { scope: part.trim() }),
    ...(coverage !== 'adds' && allowEmpty && { allowEmpty: 'true' }),
    ...(dryRun && { dryRun: 'true' }),
    ...(tickets !== undefined && { tickets }),
  }
}

/** What the server takes in one import. */
export const MAX_BYTES = 200 * 1024 * 1024
const MAX_FILES = 50

/** Why these files are not one import, if they are not. */
export function problemOf({ files }: ImportDraft): string | null {
  if (files.length > MAX_FILES) return `These are ${files.length} files: one import takes 50.`
  const size = files.reduce((sum, file) => sum + file.size, 0)
  return size > MAX_BYTES ? 'Together they are larger than 200 MB.' : null
}

/** A part without a name would be taken for the whole asset, and close what it should not. */
export function isComplete(draft: ImportDraft): boolean {
  const { files, coverage, part } = draft
  const isNamed = coverage !== 'part' || part.trim() !== ''
  return files.length > 0 && isNamed && problemOf(draft) === null
}

/** One of the same name takes the place of the other: a report written anew. */
export function withFiles(draft: ImportDraft, more: readonly File[]): ImportDraft {
  const kept = draft.files.filter((file) => more.every(({ name }) => name !== file.name))
  return { ...draft, files: [...kept, ...more] }
}

export function withoutFile(draft: ImportDraft, name: string): ImportDraft {
  return { ...draft, files: draft.files.filter((file) => file.name !== name) }
}
