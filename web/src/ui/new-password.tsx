import { PasswordInput } from '@mantine/core'
import type { ReactNode } from 'react'

/** As the server asks: length matters, composition does not. */
export const MIN_PASSWORD = 12

export function tooShort(password: string): string | null {
  if (password.length >= MIN_PASSWORD) return null
  return password === '' ? 'Choose a password' : `${MIN_PASSWORD - password.length} more to go`
}

interface Props {
  readonly label?: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error?: ReactNode
}

export function NewPassword({ label = 'Password', value, onChange, error }: Props) {
  return (
    <PasswordInput
      label={label}
      description={`At least ${MIN_PASSWORD} characters; a few words you will remember are best.`}
      autoComplete="new-password"
      required
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  )
}
