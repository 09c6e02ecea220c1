import { Text } from '@mantine/core'

import type { AssetView } from '../../../../src/http/contract.ts'
import { Truncated } from '../../ui/truncated.tsx'

export function PairingText({ pairing }: { pairing: AssetView['pairing'] }) {
  if (pairing === null) {
    return (
      <Text size="sm" c="dimmed">
        Not paired
      </Text>
    )
  }
  return <Truncated text={pairing.tableLabel} />
}
