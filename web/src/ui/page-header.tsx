import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { LinkProps } from '@tanstack/react-router'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

interface Crumb extends Pick<LinkProps, 'to' | 'params'> {
  readonly label: string
}

interface Props {
  /** Also the document's title. */
  readonly title: string
  /** Drawn in place of the title where it needs more than words. */
  readonly heading?: ReactNode
  /** The breadcrumb's last word, where the title is too long for it. */
  readonly crumb?: string
  readonly description?: ReactNode
  /** The way here, without the page itself. */
  readonly breadcrumbs?: readonly Crumb[]
  readonly actions?: ReactNode
}

/** Longer ones are titles that a scanner wrote: told whole, but not shouted. */
const LONG = 110

export function PageHeader({
  title,
  heading,
  crumb,
  description,
  breadcrumbs = [],
  actions,
}: Props) {
  useDocumentTitle(`${title} · Lockstep`)
  return (
    <Stack gap={6} component="header">
      {breadcrumbs.length > 0 && (
        <nav aria-label="Breadcrumb">
          <Breadcrumbs separatorMargin={6} fz="sm">
            {breadcrumbs.map(({ label, ...link }) => (
              <Anchor
                key={label}
                renderRoot={(props) => <Link {...props} {...link} />}
                size="sm"
                truncate
                maw="40vw"
              >
                {label}
              </Anchor>
            ))}
            <Text size="sm" c="dimmed" truncate maw="50vw" aria-current="page">
              {crumb ?? title}
            </Text>
          </Breadcrumbs>
        </nav>
      )}
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} style={{ flex: '1 1 280px', minWidth: 0 }}>
          <Title
            order={1}
            fz={title.length > LONG ? { base: 17, sm: 20 } : { base: 22, sm: 26 }}
            lh={1.25}
            style={{ overflowWrap: 'anywhere' }}
          >
            {heading ?? title}
          </Title>
          {description !== undefined && (
            <Text component="div" c="dimmed" size="sm" maw={760}>
              {description}
            </Text>
          )}
        </Stack>
        {actions !== undefined && (
          <Group gap="xs" wrap="nowrap">
            {actions}
          </Group>
        )}
      </Group>
    </Stack>
  )
}
