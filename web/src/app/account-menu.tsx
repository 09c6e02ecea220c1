import {
  Avatar,
  Group,
  Menu,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core'
import {
  IconDeviceDesktop,
  IconKey,
  IconLogout,
  IconMoon,
  IconSelector,
  IconSun,
} from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'

import { ROLE_LABELS } from '../../../src/http/contract.ts'
import { api } from './api.ts'
import { useMe } from './session.ts'

export function AccountMenu({ onNavigate }: { onNavigate: () => void }) {
  const me = useMe()
  const signOut = useSignOut()
  return (
    <Menu position="top-start" width={228} withinPortal={false}>
      <Menu.Target>
        <UnstyledButton w="100%" p={6} bdrs="md">
          <Group gap="sm" wrap="nowrap">
            <Avatar color="lockstep" variant="filled" size={34} aria-hidden>
              {initials(me.name)}
            </Avatar>
            <div style={{ flex: 1, minWidth: 0 }}>
              <VisuallyHidden>Account of</VisuallyHidden>
              <Text size="sm" fw={600} truncate>
                {me.name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {ROLE_LABELS[me.role]}
              </Text>
            </div>
            <IconSelector size={16} stroke={1.7} aria-hidden />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label style={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>{me.email}</Menu.Label>
        <Menu.Item
          component={Link}
          to="/account"
          onClick={onNavigate}
          leftSection={<IconKey size={16} stroke={1.7} aria-hidden />}
        >
          Password and API keys
        </Menu.Item>
        <Menu.Divider />
        <ThemeSwitch />
        <Menu.Divider />
        <Menu.Item
          onClick={() => signOut.mutate()}
          leftSection={<IconLogout size={16} stroke={1.7} aria-hidden />}
        >
          Sign out
        </Menu.Item>
        <Menu.Label>Lockstep {me.version}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  )
}

function initials(name: string): string {
  const words = name.split(/\s+/)
  return [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => word?.[0] ?? '').join('')
}

function useSignOut() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => api.post('/auth/sign-out', {}),
    async onSuccess() {
      await navigate({ to: '/sign-in' })
      client.clear()
    },
  })
}

const SCHEMES = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'Auto', icon: IconDeviceDesktop },
] as const

function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const choose = (value: string) => {
    const chosen = SCHEMES.find((scheme) => scheme.value === value)
    if (chosen) setColorScheme(chosen.value)
  }
  return (
    <>
      <Menu.Label>Theme</Menu.Label>
      <Menu.RadioGroup value={colorScheme} onChange={choose}>
        {SCHEMES.map(({ value, label, icon: Icon }) => (
          <Menu.RadioItem
            key={value}
            value={value}
            closeMenuOnClick={false}
            rightSection={<Icon size={16} stroke={1.7} aria-hidden />}
          >
            {label}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  )
}
