import { Group, Text, ThemeIcon } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'

export function Brand() {
  return (
    <Group gap={10} wrap="nowrap">
      <ThemeIcon size={30} radius="md" aria-hidden>
        <IconArrowsExchange size={19} stroke={2.2} />
      </ThemeIcon>
      <Text fw={700} fz={17} lts={-0.3}>
        Lockstep
      </Text>
    </Group>
  )
}
