import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import type { ImportView } from '../../../../src/http/contract.ts'
import { wishOf, type ImportDraft } from './import-draft.ts'
import { importQuery, isOver, refreshAfterImport } from './import-queries.ts'
import { uploadReport } from './upload-report.ts'

export interface Start {
  readonly draft: ImportDraft
  readonly dryRun: boolean
  readonly tickets?: string | undefined
}

/** `sending`: on its way to the server; `working`: in the hands of the server; `over`: told. */
export type ImportPhase =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'sending'; readonly dryRun: boolean; readonly share: number }
  | { readonly kind: 'working'; readonly dryRun: boolean; readonly data: ImportView }
  | { readonly kind: 'over'; readonly data: ImportView }

/** Sends a scan and follows it to its end. */
export function useImport(assetId: number) {
  const client = useQueryClient()
  const [share, setShare] = useState(0)
  const upload = useMutation({
    mutationFn: ({ draft, ...how }: Start) => {
      setShare(0)
      const wish = wishOf(draft, how)
      return uploadReport({ assetId, files: draft.files, wish, onProgress: setShare })
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['imports'] }),
  })
  const begun = upload.data
  const followed = useQuery({ ...importQuery(begun?.id ?? 0), enabled: begun !== undefined })
  const data = begun === undefined ? undefined : (followed.data ?? begun)
  const dryRun = upload.variables?.dryRun ?? false
  const phase = phaseOf({ isSending: upload.isPending, share, dryRun, data })
  const isOverNow = phase.kind === 'over'
  useEffect(() => {
    if (isOverNow) void refreshAfterImport(client)
  }, [isOverNow, client])
  return {
    phase,
    start: upload.mutate,
    reset: upload.reset,
    error: upload.error ?? (phase.kind === 'working' ? followed.error : null),
    /** Null: what failed was not begun, and is begun again by the form. */
    retry: upload.error === null ? () => void followed.refetch() : null,
  }
}

interface Facts {
  readonly isSending: boolean
  readonly share: number
  readonly dryRun: boolean
  readonly data: ImportView | undefined
}

function phaseOf({ isSending, share, dryRun, data }: Facts): ImportPhase {
  if (isSending) return { kind: 'sending', dryRun, share }
  if (data === undefined) return { kind: 'choosing' }
  return isOver(data) ? { kind: 'over', data } : { kind: 'working', dryRun, data }
}
