import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useState } from 'react'

import type { PairingView } from '../../../../src/http/contract.ts'
import { TextLink } from '../../ui/text-link.tsx'
import { SendHeld } from './send-held.tsx'

/** How far sending is, and what keeps it from the end. */
export function ProjectProgress({ pairing }: { pairing: PairingView }) {
  const [isAsking, setAsking] = useState(false)
  const { wanted, sent, held, refused, unsure } = pairing.progress
  if (wanted === 0 && held === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nothing to send yet
      </Text>
    )
  }
  const isDone = sent >= wanted
  return (
    <Stack gap={4}>
      <Text size="sm">
        {isDone ? `${number(sent)} sent` : `${number(sent)} of ${number(wanted)} sent`}
      </Text>
      {wanted > sent + held && (
        <Progress
          value={wanted === 0 ? 0 : (sent / wanted) * 100}
          aria-label={`${number(sent)} of ${number(wanted)} sent`}
        />
      )}
      <Group gap="xs">
        {held > 0 && (
          <Button size="compact-xs" variant="light" onClick={() => setAsking(true)}>
            {number(held)} held: send…
          </Button>
        )}
        {refused > 0 && (
          <Waiting pairing={pairing} sending="refused">{`${number(refused)} refused`}</Waiting>
        )}
        {unsure > 0 && (
          <Waiting
            pairing={pairing}
            sending="unsure"
          >{`${number(unsure)} waiting to be sure`}</Waiting>
        )}
      </Group>
      {isAsking && <SendHeld pairing={pairing} onClose={() => setAsking(false)} />}
    </Stack>
  )
}

interface WaitingProps {
  readonly pairing: PairingView
  readonly sending: string
  readonly children: string
}

function Waiting({ pairing, sending, children }: WaitingProps) {
  return (
    <TextLink
      to="/vulnerabilities"
      search={{ assetId: String(pairing.asset.id), sending }}
      size="xs"
      underline="always"
    >
      {children}
    </TextLink>
  )
}

function number(count: number): string {
  return count.toLocaleString('en')
}
