import { Button, Group, Radio, Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import type { AssetPolicyView } from '../../../../src/http/contract.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Panel } from '../../ui/panel.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { BeginAsIdentified } from './begin-as-identified.tsx'
import { assetPolicyQuery, useSaveAssetPolicy } from './policy-queries.ts'
import { policyWords } from './policy-words.ts'
import { SeveritiesChoice } from './severities-choice.tsx'

/** Whether an asset follows the general policy, or has its own, and which. */
export function AssetPolicy({ assetId }: { assetId: number }) {
  const { data, error, refetch } = useQuery(assetPolicyQuery(assetId))
  return (
    <Panel title="Policy">
      {data !== undefined && <Choice key={JSON.stringify(data)} assetId={assetId} saved={data} />}
      {data === undefined && error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && !error && (
        <Stack role="status" aria-label="Loading the policy">
          <Skeleton height={190} />
        </Stack>
      )}
    </Panel>
  )
}

function Choice({ assetId, saved }: { assetId: number; saved: AssetPolicyView }) {
  const [{ own, policy }, setDraft] = useState(saved)
  const save = useSaveAssetPolicy(assetId)
  const isDirty = JSON.stringify({ own, policy }) !== JSON.stringify(saved)
  const change = (changes: Partial<AssetPolicyView['policy']>) =>
    setDraft({ own, policy: { ...policy, ...changes } })
  return (
    <Stack>
      <Radio.Group
        aria-label="Policy of this asset"
        value={own ? 'own' : 'general'}
        onChange={(value) => setDraft({ own: value === 'own', policy })}
      >
        <Stack gap="sm">
          <Radio
            value="general"
            label="Follows the general policy"
            description={saved.own ? 'What holds for all others.' : policyWords(saved.policy)}
          />
          <Radio
            value="own"
            label="Has its own"
            description={saved.own ? policyWords(saved.policy) : 'For this asset alone.'}
          />
        </Stack>
      </Radio.Group>
      {own && (
        <>
          <SeveritiesChoice
            send={policy.send}
            severities={policy.sendSeverities}
            onSend={(send) => change({ send })}
            onSeverities={(sendSeverities) => change({ sendSeverities })}
          />
          <BeginAsIdentified
            checked={policy.createAsIdentified}
            onChange={(createAsIdentified) => change({ createAsIdentified })}
          />
        </>
      )}
      <FormError error={save.error} />
      <Group justify="space-between">
        <Button
          size="xs"
          disabled={!isDirty}
          loading={save.isPending}
          onClick={() => save.mutate(own ? policy : null)}
        >
          Save policy
        </Button>
        <TextLink to="/policies" size="sm">
          General policy
        </TextLink>
      </Group>
      <VisuallyHidden role="status">{isDirty ? 'There are unsaved changes' : ''}</VisuallyHidden>
    </Stack>
  )
}
