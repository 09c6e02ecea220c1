import { Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'

import type { IntegrationView, PairingView } from '../../../../../src/http/contract.ts'
import { ErrorPanel } from '../../../ui/error-panel.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { tableQuery } from '../integration-queries.ts'
import { draftOf, freshDraft, type MappingDraft } from '../mapping/draft.ts'
import { CreationSection } from './creation-section.tsx'
import { FormFooter } from './form-footer.tsx'
import { InboundSection } from './inbound-section.tsx'
import { IntegrationContext } from './integration-context.ts'
import { RulesSection } from './rules-section.tsx'
import { SaveQuestion } from './save-question.tsx'
import { SeveritySection } from './severity-section.tsx'
import { StatusSection } from './status-section.tsx'
import { TargetFields, type Target } from './target-fields.tsx'
import { useSaveProject } from './use-save-project.ts'

interface Props {
  readonly integration: IntegrationView
  readonly pairing: PairingView | null
  readonly onClose: () => void
}

export function ProjectFormBody({ integration, pairing, onClose }: Props) {
  const [target, setTarget] = useState<Target>({
    asset: pairing?.asset ?? null,
    table: pairing?.table ?? null,
  })
  const [isTried, setTried] = useState(false)
  const detail = useQuery({
    ...tableQuery(integration.id, target.table ?? ''),
    enabled: target.table !== null,
  })
  const table = target.table === null ? undefined : detail.data
  const { draft, setDraft } = useDraft(table, pairing)
  const saving = useSaveProject({ integration, pairing, target, draft, onSaved: onClose })

  if (saving.question !== null) return <SaveQuestion saving={saving} question={saving.question} />
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        saving.ask()
      }}
    >
      <Stack gap="lg">
        <TargetFields
          integrationId={integration.id}
          target={target}
          isTried={isTried}
          isFixed={pairing !== null}
          onChange={setTarget}
        />
        {target.table === null && (
          <Text size="sm" c="dimmed">
            Choose a ServiceNow Project to map its statuses and priorities.
          </Text>
        )}
        {target.table !== null && detail.error && (
          <ErrorPanel error={detail.error} onRetry={() => void detail.refetch()} />
        )}
        {target.table !== null && detail.isPending && (
          <Stack role="status" aria-label="Reading the table's states and fields">
            <Skeleton height={28} width="40%" />
            <Skeleton height={220} />
          </Stack>
        )}
        {table !== undefined && draft !== null && (
          <IntegrationContext value={integration.id}>
            <StatusSection draft={draft} table={table} isTried={isTried} onChange={setDraft} />
            <SeveritySection draft={draft} table={table} onChange={setDraft} />
            <InboundSection draft={draft} table={table} onChange={setDraft} />
            <CreationSection draft={draft} table={table} onChange={setDraft} />
            <RulesSection draft={draft} onChange={setDraft} />
          </IntegrationContext>
        )}
      </Stack>
      <FormFooter cancel="Cancel" onCancel={onClose} isSaving={saving.isPending}>
        <FormError error={saving.error} />
        {isTried && saving.gaps.length > 0 && (
          <Text size="sm" c="red" role="alert">
            {saving.gaps.join(' ')}
          </Text>
        )}
      </FormFooter>
    </form>
  )
}

/** What a person entered belongs to the table it was entered for. */
function useDraft(
  table: Parameters<typeof freshDraft>[0] | undefined,
  pairing: PairingView | null,
) {
  const [edited, setEdited] = useState<{ table: string; draft: MappingDraft } | null>(null)
  const initial = useMemo(() => {
    if (table === undefined) return null
    return pairing === null ? freshDraft(table) : draftOf(pairing.mapping, table)
    // A saved project that is polled meanwhile must not take the form back.
  }, [table, pairing?.id, pairing?.updatedAt])
  const draft = table !== undefined && edited?.table === table.name ? edited.draft : initial
  const setDraft = (next: MappingDraft) => {
    if (table !== undefined) setEdited({ table: table.name, draft: next })
  }
  return { draft, setDraft }
}
