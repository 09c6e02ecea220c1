import { ActionIcon, Group, Stack, Text } from '@mantine/core'
import { IconFile, IconX } from '@tabler/icons-react'

import { sizeWords } from './import-words.ts'

interface Props {
  readonly files: readonly File[]
  readonly onRemove: (name: string) => void
}

export function ChosenFiles({ files, onRemove }: Props) {
  return (
    <Stack component="ul" aria-label="Files to import" gap={6} p={0} m={0}>
      {files.map(({ name, size }) => (
        <Group
          key={name}
          component="li"
          gap="sm"
          wrap="nowrap"
          px="sm"
          py={6}
          bdrs="md"
          bg="var(--ls-neutral-bg)"
          style={{ listStyle: 'none' }}
        >
          <IconFile size={18} stroke={1.6} style={{ flexShrink: 0 }} aria-hidden />
          <Text size="sm" fw={500} truncate flex={1} miw={0}>
            {name}
          </Text>
          <Text size="xs" c="var(--ls-neutral-fg)" style={{ whiteSpace: 'nowrap' }}>
            {sizeWords(size)}
          </Text>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`Remove ${name}`}
            onClick={() => onRemove(name)}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
    </Stack>
  )
}
