import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useSearch } from '@tanstack/react-router'

import { FormError } from '../../ui/form-error.tsx'
import { GatePage } from '../../ui/gate-page.tsx'
import { useSignIn } from './session-queries.ts'

export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' })
  const signIn = useSignIn(next)
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.trim() === '' ? 'Enter your e-mail address' : null),
      password: (value) => (value === '' ? 'Enter your password' : null),
    },
  })
  return (
    <GatePage
      title="Sign in"
      description={
        next === undefined || next === '/'
          ? undefined
          : 'You will be taken back to the page you asked for.'
      }
    >
      <form
        noValidate
        onSubmit={form.onSubmit(({ email, password }) =>
          signIn.mutate({ email: email.trim(), password }),
        )}
      >
        <Stack>
          <FormError error={signIn.error} />
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            {...form.getInputProps('password')}
          />
          <Button type="submit" size="md" loading={signIn.isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
    </GatePage>
  )
}
