import { Anchor, Text } from '@mantine/core'
import { memo, type ReactNode } from 'react'

import type { DeliveryView } from '../../../../src/http/contract.ts'
import { TextLink } from '../../ui/text-link.tsx'

interface Props {
  readonly delivery: DeliveryView
  readonly instanceUrl: string
}

/** `Sentence | key=value key=value`. A line never changes, so it is drawn once. */
export const DeliveryLine = memo(
  function DeliveryLine({ delivery, instanceUrl }: Props) {
    const { message, details, vulnerabilityId, requestIds } = delivery
    const ticket = ticketUrl(details, instanceUrl)
    const parts = Object.entries(details)
    return (
      <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
        {message}
        {(parts.length > 0 || vulnerabilityId !== null || requestIds.length > 0) && (
          <Text span c="dimmed" aria-hidden>
            {' | '}
          </Text>
        )}
        <Text span ff="monospace" fz="xs">
          {parts.map(([key, value]) => (
            <span key={key}>
              <Text span inherit c="dimmed">
                {key}=
              </Text>
              {key === 'number' && ticket !== null ? (
                <Anchor href={ticket} target="_blank" rel="noreferrer" inherit underline="always">
                  {value}
                </Anchor>
              ) : key === 'vulnerability' && value === String(vulnerabilityId) ? (
                <VulnerabilityLink id={value}>{value}</VulnerabilityLink>
              ) : (
                quoted(value)
              )}{' '}
            </span>
          ))}
          {vulnerabilityId !== null && details['vulnerability'] !== String(vulnerabilityId) && (
            <VulnerabilityLink id={String(vulnerabilityId)}>
              vulnerability {vulnerabilityId}
            </VulnerabilityLink>
          )}
          {requestIds.length > 0 && (
            <Text span inherit c="dimmed" title={requestIds.join(' ')}>
              {' '}
              request={requestIds.map(shortId).join(',')}
            </Text>
          )}
        </Text>
      </Text>
    )
  },
  (before, after) =>
    before.delivery.id === after.delivery.id && before.instanceUrl === after.instanceUrl,
)

function VulnerabilityLink({ id, children }: { id: string; children: ReactNode }) {
  return (
    <TextLink
      to="/vulnerabilities/$vulnerabilityId"
      params={{ vulnerabilityId: id }}
      inherit
      underline="always"
    >
      {children}
    </TextLink>
  )
}

/** Enough to find the line again by the search; the whole id is in the title. */
function shortId(id: string): string {
  return /^(\w+-)?[0-9a-f]{8}(?=-)/.exec(id)?.[0] ?? id
}

/** The record's page at the instance, where the line says which record it is about. */
function ticketUrl(details: Readonly<Record<string, string>>, instanceUrl: string): string | null {
  const { table, sys_id: sysId } = details
  if (table === undefined || sysId === undefined || !/^[0-9a-f]{32}$/.test(sysId)) return null
  const url = new URL('/nav_to.do', instanceUrl)
  url.searchParams.set('uri', `${table}.do?sys_id=${sysId}`)
  return url.href
}

/** A value with spaces is quoted, so that one can tell where it ends. */
function quoted(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value
}
