import { Code, List, Stack, Text } from '@mantine/core'
import { Fragment, useMemo } from 'react'

import { CodeBlock } from './code-block.tsx'
import { ExternalLink } from './external-link.tsx'
import type { Block, Inline } from './rich-text-blocks.ts'
import { blocksOf } from './rich-text-blocks.ts'

/** A text from a report or a person, with the little formatting it has. HTML in it stays text. */
export function RichText({ source }: { source: string }) {
  const blocks = useMemo(() => blocksOf(source), [source])
  return (
    <Stack gap="sm" maw={880} style={{ overflowWrap: 'anywhere' }}>
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </Stack>
  )
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'code':
      return <CodeBlock code={block.text} label="Code" />
    case 'list':
      return (
        <List size="sm" spacing={4}>
          {block.items.map((item, index) => (
            <List.Item key={index}>
              <Inlines inlines={item} />
            </List.Item>
          ))}
        </List>
      )
    case 'heading':
    case 'paragraph':
      return (
        <Text size="sm" lh={1.6} fw={block.kind === 'heading' ? 600 : 400}>
          {block.lines.map((line, index) => (
            <Fragment key={index}>
              {index > 0 && <br />}
              <Inlines inlines={line} />
            </Fragment>
          ))}
        </Text>
      )
  }
}

function Inlines({ inlines }: { inlines: readonly Inline[] }) {
  return inlines.map((inline, index) => <InlineView key={index} inline={inline} />)
}

function InlineView({ inline }: { inline: Inline }) {
  switch (inline.kind) {
    case 'text':
      return inline.text
    case 'code':
      return <Code>{inline.text}</Code>
    case 'strong':
      return <strong>{inline.text}</strong>
    case 'emphasis':
      return <em>{inline.text}</em>
    case 'link':
      return <ExternalLink href={inline.href}>{inline.text}</ExternalLink>
  }
}
