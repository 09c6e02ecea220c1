import { Divider, NavLink, Stack } from '@mantine/core'
import {
  IconBug,
  IconGauge,
  IconPlugConnected,
  IconShieldCheck,
  IconStack2,
  IconUsers,
} from '@tabler/icons-react'
import { Link, useLocation } from '@tanstack/react-router'

import { useMe } from './session.ts'

const PLACES = [
  { to: '/', label: 'Dashboard', icon: IconGauge },
  { to: '/assets', label: 'Assets', icon: IconStack2 },
  { to: '/vulnerabilities', label: 'Vulnerabilities', icon: IconBug },
  { to: '/integrations', label: 'Integrations', icon: IconPlugConnected },
  { to: '/policies', label: 'Policies', icon: IconShieldCheck },
] as const

const PEOPLE = { to: '/people', label: 'People', icon: IconUsers } as const

export function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const { permissions } = useMe()
  return (
    <Stack gap={4}>
      {PLACES.map((place) => (
        <Place key={place.to} place={place} onNavigate={onNavigate} />
      ))}
      {permissions.configure && (
        <>
          <Divider my="xs" />
          <Place place={PEOPLE} onNavigate={onNavigate} />
        </>
      )}
    </Stack>
  )
}

interface PlaceProps {
  readonly place: (typeof PLACES)[number] | typeof PEOPLE
  readonly onNavigate: () => void
}

function Place({ place: { to, label, icon: Icon }, onNavigate }: PlaceProps) {
  const { pathname } = useLocation()
  const active = to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`)
  return (
    <NavLink
      component={Link}
      to={to}
      label={label}
      active={active}
      aria-current={active ? 'page' : undefined}
      onClick={onNavigate}
      leftSection={<Icon size={19} stroke={1.7} aria-hidden />}
      bdrs={8}
      {...(active && { bg: 'var(--ls-brand-bg)', c: 'var(--ls-brand-fg)' })}
      styles={{ label: { fontWeight: active ? 600 : 500 } }}
    />
  )
}
