import { AppShell, Burger, FocusTrap, Group, ScrollArea, VisuallyHidden } from '@mantine/core'
import { useDisclosure, useHotkeys, useMediaQuery } from '@mantine/hooks'
import { Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

import { AccountMenu } from './account-menu.tsx'
import { Brand } from './brand.tsx'
import { Navigation } from './navigation.tsx'
import { TroubleBanner } from './trouble-banner.tsx'

/** What every page of a signed-in person stands in: menu, banners, and the landmark `main`. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false)
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const main = useFocusAfterNavigation()
  useHotkeys([['Escape', close]])
  return (
    <AppShell
      layout="alt"
      header={{ height: { base: 56, sm: 0 } }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !opened } }}
    >
      <a className="skip-link" href="#main" onClick={(event) => skipTo(event, main.current)}>
        Skip to content
      </a>
      <AppShell.Header hiddenFrom="sm" px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Brand />
          <Burger
            opened={opened}
            onClick={toggle}
            aria-label="Menu"
            aria-expanded={opened}
            size="sm"
          />
        </Group>
      </AppShell.Header>
      <FocusTrap active={isNarrow && opened}>
        {/* Folded away it must not be reached by Tab either. */}
        <AppShell.Navbar p="md" aria-label="Main menu" inert={isNarrow && !opened}>
          <AppShell.Section mb="lg">
            <Group justify="space-between" wrap="nowrap">
              <Brand />
              <Burger opened onClick={close} aria-label="Close menu" size="sm" hiddenFrom="sm" />
            </Group>
          </AppShell.Section>
          <AppShell.Section grow component={ScrollArea} mx="-xs" px="xs">
            <Navigation onNavigate={close} />
          </AppShell.Section>
          <AppShell.Section>
            <AccountMenu onNavigate={close} />
          </AppShell.Section>
        </AppShell.Navbar>
      </FocusTrap>
      <AppShell.Main id="main" tabIndex={-1} ref={main}>
        <TroubleBanner />
        <Outlet />
      </AppShell.Main>
      <RouteAnnouncer />
    </AppShell>
  )
}

/** Moves focus to the page after its path has changed; a change of filters leaves it alone. */
function useFocusAfterNavigation() {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    main.current?.focus({ preventScroll: true })
  }, [pathname])
  return main
}

function skipTo(event: React.MouseEvent, main: HTMLElement | null): void {
  event.preventDefault()
  main?.focus()
}

/** Tells a screen reader which page has come; its title is set by the page itself. */
function RouteAnnouncer() {
  const { pathname } = useLocation()
  const status = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const timer = setTimeout(() => {
      if (status.current) status.current.textContent = document.title
    }, 400)
    return () => clearTimeout(timer)
  }, [pathname])
  return <VisuallyHidden ref={status} role="status" aria-live="polite" />
}
