import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'

import { fieldError } from '../../app/field-errors.ts'
import { RoutePending } from '../../app/route-fallbacks.tsx'
import { setupQuery } from '../../app/session.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { GatePage } from '../../ui/gate-page.tsx'
import { NewPassword, tooShort } from '../../ui/new-password.tsx'
import { useSetUp } from './session-queries.ts'

export function SetupPage() {
  const { token } = useSearch({ from: '/setup' })
  const { data, error, refetch, isPending } = useQuery(setupQuery)
  if (isPending) return <RoutePending />
  if (error) {
    return (
      <GatePage title="Set up Lockstep">
        <ErrorPanel error={error} onRetry={() => void refetch()} />
      </GatePage>
    )
  }
  if (!data.needed) return <SetUpAlready />
  return token === undefined ? <TokenMissing /> : <FirstAdministrator token={token} />
}

function SetUpAlready() {
  return (
    <GatePage title="Lockstep is set up" description="There is an administrator already.">
      <Button component={Link} to="/sign-in">
        Sign in
      </Button>
    </GatePage>
  )
}

function TokenMissing() {
  return (
    <GatePage
      title="Set up Lockstep"
      description="The first administrator is made with a one-time link."
    >
      <Text size="sm">
        Lockstep printed the link when it was started: look at the end of its output for an address
        with <code>/spa/setup?token=</code>, and open it. It proves that you run this server.
      </Text>
    </GatePage>
  )
}

const FIELDS = ['/name', '/email', '/password']

function FirstAdministrator({ token }: { token: string }) {
  const setUp = useSetUp()
  const form = useForm({
    initialValues: { name: '', email: '', password: '' },
    validate: {
      name: (value) => (value.trim() === '' ? 'Enter your name' : null),
      email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : 'Enter an e-mail address'),
      password: tooShort,
    },
  })
  return (
    <GatePage
      title="Set up Lockstep"
      description="You become the first administrator. Others are invited later, by link."
    >
      <form noValidate onSubmit={form.onSubmit((values) => setUp.mutate({ token, ...values }))}>
        <Stack>
          <TextInput
            label="Name"
            autoComplete="name"
            autoFocus
            required
            {...form.getInputProps('name')}
            error={form.errors['name'] ?? fieldError(setUp.error, '/name')}
          />
          <TextInput
            label="E-mail"
            description="You sign in with it; no mail is sent."
            type="email"
            autoComplete="username"
            required
            {...form.getInputProps('email')}
            error={form.errors['email'] ?? fieldError(setUp.error, '/email')}
          />
          <NewPassword
            value={form.values.password}
            onChange={(password) => form.setFieldValue('password', password)}
            error={form.errors['password'] ?? fieldError(setUp.error, '/password')}
          />
          <FormError error={setUp.error} fields={FIELDS} />
          <Button type="submit" size="md" loading={setUp.isPending}>
            Create administrator
          </Button>
          <Anchor component={Link} to="/sign-in" size="sm" ta="center">
            Sign in instead
          </Anchor>
        </Stack>
      </form>
    </GatePage>
  )
}
