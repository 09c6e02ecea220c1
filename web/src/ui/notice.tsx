import { Alert } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle, type Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface Props {
  /** What it asks of the reader: to know, to be careful, or to act. */
  readonly tone: 'brand' | 'medium' | 'critical'
  readonly title?: string
  readonly icon?: Icon
  readonly children: ReactNode
  /** Only for what appears while somebody works, and must be heard at once. */
  readonly role?: 'alert' | 'status'
}

const INHERIT = { color: 'inherit' }

/** A remark beside what it is about, readable in both schemes. */
export function Notice({ tone, title, icon, children, role }: Props) {
  const IconOf = icon ?? (tone === 'brand' ? IconInfoCircle : IconAlertTriangle)
  return (
    <Alert
      role={role}
      title={title}
      p="sm"
      bg={`var(--ls-${tone}-bg)`}
      c={`var(--ls-${tone}-fg)`}
      icon={<IconOf aria-hidden />}
      styles={{ icon: INHERIT, title: INHERIT, message: INHERIT }}
    >
      {children}
    </Alert>
  )
}
