import { List, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'

import type { PairingPreview } from '../../../../../src/http/contract.ts'
import { FormError } from '../../../ui/form-error.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { answerOf, isAnswered, NO_ANSWER } from '../existing-answer.ts'
import { ExistingQuestion } from '../existing-question.tsx'
import { FormFooter } from './form-footer.tsx'
import type { Saving } from './use-save-project.ts'

interface Props {
  readonly saving: Saving
  readonly question: PairingPreview
}

/** What Save would do that a person should decide, in place of the form. */
export function SaveQuestion({ saving, question }: Props) {
  const [answer, setAnswer] = useState(NO_ANSWER)
  const [apply, setApply] = useState<'now' | 'next_change'>('next_change')
  const { waiting, wouldChange, warnings } = question
  const asksExisting = saving.isNew && waiting.total > 0
  const asksApply = !saving.isNew && wouldChange > 0
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        saving.store({
          ...(asksExisting && { existing: answerOf(answer) }),
          ...(asksApply && { apply }),
        })
      }}
    >
      <Stack gap="lg" pb="lg">
        {warnings.length > 0 && (
          <Notice tone="medium" title="Before you save">
            <List size="sm" spacing={4}>
              {warnings.map((warning) => (
                <List.Item key={warning}>{warning}</List.Item>
              ))}
            </List>
          </Notice>
        )}
        {asksExisting && (
          <ExistingQuestion
            total={waiting.total}
            bySeverity={waiting.bySeverity}
            answer={answer}
            onChange={setAnswer}
            withLater
          />
        )}
        {asksApply && (
          <Radio.Group
            label={
              wouldChange === 1
                ? '1 ticket would change'
                : `${wouldChange.toLocaleString('en')} tickets would change`
            }
            description="They were made with the mapping as it was."
            value={apply}
            onChange={(value) => setApply(value === 'now' ? 'now' : 'next_change')}
          >
            <Stack gap="sm" mt="sm">
              <Radio
                value="now"
                label="Apply now"
                description="Each is brought in line with the new mapping."
              />
              <Radio
                value="next_change"
                label="With their next change"
                description="A ticket stays as it is until its vulnerability changes."
              />
            </Stack>
          </Radio.Group>
        )}
        {!asksExisting && !asksApply && <Text size="sm">Save nevertheless?</Text>}
      </Stack>
      <FormFooter
        cancel="Back"
        onCancel={saving.back}
        isSaving={saving.isPending}
        isDisabled={asksExisting && !isAnswered(answer)}
      >
        <FormError error={saving.error} />
      </FormFooter>
    </form>
  )
}
