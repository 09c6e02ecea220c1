import { Button, Group, Modal, Stack } from '@mantine/core'
import { useState } from 'react'

import type { PairingView } from '../../../../src/http/contract.ts'
import { FormError } from '../../ui/form-error.tsx'
import { told } from '../../ui/notify.ts'
import { answerOf, NO_ANSWER } from './existing-answer.ts'
import { ExistingQuestion } from './existing-question.tsx'
import { useSendHeld } from './pairing-queries.ts'

/** The question of Save, asked again for what was held. */
export function SendHeld({ pairing, onClose }: { pairing: PairingView; onClose: () => void }) {
  const [draft, setDraft] = useState(NO_ANSWER)
  const send = useSendHeld(pairing.id)
  const answer = answerOf(draft)
  const confirm = () => {
    if (answer === undefined) return
    send.mutate(answer, {
      onSuccess() {
        told(answer.answer === 'new_only' ? 'Only new ones will be sent' : 'Sending has begun')
        onClose()
      },
    })
  }
  return (
    <Modal opened onClose={onClose} title={`Held for ${pairing.asset.name}`}>
      <Stack>
        <ExistingQuestion
          total={pairing.progress.held}
          answer={draft}
          onChange={setDraft}
          withLater={false}
        />
        <FormError error={send.error} />
        <Group justify="flex-end" wrap="nowrap">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={confirm} disabled={answer === undefined} loading={send.isPending}>
            Confirm
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
