import { useState } from 'react'

import type {
  ExistingAnswer,
  IntegrationView,
  PairingEdit,
  PairingPreview,
  PairingView,
} from '../../../../../src/http/contract.ts'
import { told } from '../../../ui/notify.ts'
import { inputOf, type MappingDraft } from '../mapping/draft.ts'
import { gapsOf } from '../mapping/gaps.ts'
import { usePreview, useSavePairing, type SavePairing } from '../pairing-queries.ts'
import type { Target } from './target-fields.tsx'

interface Situation {
  readonly integration: IntegrationView
  readonly pairing: PairingView | null
  readonly target: Target
  readonly draft: MappingDraft | null
  readonly onSaved: () => void
}

export interface Answers {
  readonly existing?: ExistingAnswer | undefined
  readonly apply?: PairingEdit['apply']
}

export type Saving = ReturnType<typeof useSaveProject>

/** Save asks the server what it would do, asks the person where that matters, then saves. */
export function useSaveProject({ integration, pairing, target, draft, onSaved }: Situation) {
  const preview = usePreview(integration.id)
  const save = useSavePairing(integration.id)
  const [question, setQuestion] = useState<PairingPreview | null>(null)
  const { asset, table } = target

  const store = (answers: Answers) => {
    if (asset === null || table === null || draft === null) return
    const mapping = inputOf(draft, table)
    const { existing, apply } = answers
    const request: SavePairing =
      pairing === null
        ? {
            kind: 'new',
            pairing: { assetId: asset.id, table, mapping, ...(existing && { existing }) },
          }
        : { kind: 'edit', id: pairing.id, edit: { mapping, ...(apply && { apply }) } }
    save.mutate(request, {
      onSuccess() {
        told(`The project of ${asset.name} is saved`)
        onSaved()
      },
    })
  }

  const ask = () => {
    if (asset === null || table === null || draft === null || gapsOf(draft).length > 0) return
    const mapping = inputOf(draft, table)
    const request = { assetId: asset.id, table, mapping, ...(pairing && { pairingId: pairing.id }) }
    preview.mutate(request, {
      onSuccess(answer) {
        if (isWorthAsking(answer, pairing === null)) setQuestion(answer)
        else store({})
      },
    })
  }

  return {
    ask,
    store,
    back: () => setQuestion(null),
    question,
    isNew: pairing === null,
    gaps: draft === null ? [] : gapsOf(draft),
    isPending: preview.isPending || save.isPending,
    error: preview.error ?? save.error,
  }
}

function isWorthAsking({ waiting, wouldChange, warnings }: PairingPreview, isNew: boolean) {
  return warnings.length > 0 || (isNew ? waiting.total > 0 : wouldChange > 0)
}
