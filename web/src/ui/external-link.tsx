import { Anchor } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'

interface Props {
  readonly href: string
  readonly children: string
}

/** A link that leaves Lockstep, in a new tab. Only http(s): what it points to came from outside. */
export function ExternalLink({ href, children }: Props) {
  if (!/^https?:\/\//i.test(href)) return <>{children}</>
  return (
    <Anchor
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      size="sm"
      style={{ overflowWrap: 'anywhere' }}
    >
      {children}
      {/* A no-break space: the mark never stands on a line of its own. */}
      {'\u00a0'}
      <IconExternalLink
        size={13}
        role="img"
        aria-label="(opens in a new tab)"
        style={{ verticalAlign: '-2px' }}
      />
    </Anchor>
  )
}
