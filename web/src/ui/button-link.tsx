import { Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

type Props = ButtonProps & Omit<ComponentPropsWithRef<'a'>, keyof ButtonProps>

/** A link to a page of ours that looks like a button; typed by the router. */
export const ButtonLink = createLink(function LinkAsButton(props: Props) {
  return <Button component="a" {...props} />
})
