import { Button } from '@mantine/core'
import { createLink } from '@tanstack/react-router'

/** A link to a page of ours that looks like a button; typed by the router. */
export const ButtonLink = createLink(Button<'a'>)
