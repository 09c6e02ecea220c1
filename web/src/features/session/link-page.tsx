import { Anchor, Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'

import type { LinkState } from '../../../../src/http/contract.ts'
import { fieldError } from '../../app/field-errors.ts'
import { RoutePending } from '../../app/route-fallbacks.tsx'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { GatePage } from '../../ui/gate-page.tsx'
import { NewPassword, tooShort } from '../../ui/new-password.tsx'
import { linkQuery, useLink } from './session-queries.ts'

export function LinkPage() {
  const { token } = useParams({ from: '/link/$token' })
  const { data, error, isPending } = useQuery(linkQuery(token))
  if (isPending) return <RoutePending />
  if (error) {
    return (
      <GatePage title="This link can't be used">
        <Stack>
          <ErrorPanel error={error} />
          <Anchor component={Link} to="/sign-in" size="sm">
            Go to sign in
          </Anchor>
        </Stack>
      </GatePage>
    )
  }
  return <UseLink token={token} state={data} />
}

function UseLink({ token, state }: { token: string; state: LinkState }) {
  const isInvitation = state.purpose === 'invitation'
  return (
    <GatePage
      title={isInvitation ? `Welcome, ${state.name}` : 'Choose a new password'}
      description={
        isInvitation
          ? `You are invited to Lockstep as ${state.email}. Choose a password to begin.`
          : `For ${state.email}. Your other sessions are signed out.`
      }
    >
      <LinkForm token={token} state={state} />
    </GatePage>
  )
}

function LinkForm({ token, state }: { token: string; state: LinkState }) {
  const isInvitation = state.purpose === 'invitation'
  const use = useLink(token)
  const form = useForm({
    initialValues: { name: state.name, password: '' },
    validate: {
      name: (value) => (isInvitation && value.trim() === '' ? 'Enter your name' : null),
      password: tooShort,
    },
  })
  const submit = form.onSubmit(({ name, password }) =>
    use.mutate(isInvitation ? { name, password } : { password }),
  )
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        {/* Not for people: it tells password managers whose password this is. */}
        <input type="text" autoComplete="username" defaultValue={state.email} hidden readOnly />
        {isInvitation && (
          <TextInput
            label="Name"
            autoComplete="name"
            required
            {...form.getInputProps('name')}
            error={form.errors['name'] ?? fieldError(use.error, '/name')}
          />
        )}
        <NewPassword
          label={isInvitation ? 'Password' : 'New password'}
          value={form.values.password}
          onChange={(password) => form.setFieldValue('password', password)}
          error={form.errors['password'] ?? fieldError(use.error, '/password')}
        />
        <FormError error={use.error} fields={['/name', '/password']} />
        <Button type="submit" size="md" loading={use.isPending}>
          {isInvitation ? 'Accept invitation' : 'Set password'}
        </Button>
      </Stack>
    </form>
  )
}
