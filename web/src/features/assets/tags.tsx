import { Group } from '@mantine/core'

import { ToneBadge } from '../../ui/tone-badge.tsx'

const SHOWN = 2

/** The first tags, and how many more; `all` shows every one. */
export function Tags({ tags, all = false }: { tags: readonly string[]; all?: boolean }) {
  const shown = all ? tags : tags.slice(0, SHOWN)
  const hidden = tags.length - shown.length
  return (
    <Group
      gap={4}
      wrap={all ? 'wrap' : 'nowrap'}
      style={{ overflow: 'hidden' }}
      title={tags.join(', ')}
    >
      {shown.map((tag) => (
        <ToneBadge key={tag} tone="neutral">
          {tag}
        </ToneBadge>
      ))}
      {hidden > 0 && <ToneBadge tone="neutral">+{hidden}</ToneBadge>}
    </Group>
  )
}
