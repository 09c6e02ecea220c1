import { ActionIcon, Box, Code, CopyButton, ScrollArea, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'

interface Props {
  readonly code: string
  /** Names it for screen readers and the copy button. */
  readonly label: string
  /** Of the first line; absent: lines are not numbered. */
  readonly firstLine?: number
  /** This line, by its own number, is marked. */
  readonly markedLine?: number | undefined
}

export function CodeBlock({ code, label, firstLine, markedLine }: Props) {
  const lines = code.replace(/\n$/, '').split('\n')
  const gutter = firstLine === undefined ? 0 : String(firstLine + lines.length).length + 2
  return (
    <Box pos="relative">
      <ScrollArea.Autosize
        mah={420}
        type="auto"
        bdrs="md"
        viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': label }}
      >
        <Code
          block
          bdrs={0}
          px={0}
          fz={13}
          lh={1.6}
          style={{ width: 'max-content', minWidth: '100%' }}
        >
          {lines.map((line, index) => {
            const number = (firstLine ?? 0) + index
            const isMarked = markedLine !== undefined && number === markedLine
            return (
              <Box
                key={index}
                px="sm"
                pe={48}
                {...(isMarked && {
                  bg: 'var(--ls-high-bg)',
                  c: 'var(--ls-high-fg)',
                  style: { boxShadow: 'inset 3px 0 var(--ls-high-mark)' },
                })}
              >
                {firstLine !== undefined && (
                  <span
                    style={{
                      display: 'inline-block',
                      width: `${gutter}ch`,
                      color: isMarked ? 'inherit' : 'var(--mantine-color-dimmed)',
                      userSelect: 'none',
                    }}
                  >
                    {number}
                  </span>
                )}
                {line === '' ? ' ' : line}
              </Box>
            )
          })}
        </Code>
      </ScrollArea.Autosize>
      <CopyButton value={code}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy'}>
            <ActionIcon
              variant="default"
              pos="absolute"
              top={6}
              right={8}
              onClick={copy}
              aria-label={copied ? `${label}: copied` : `Copy ${label}`}
            >
              {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Box>
  )
}
