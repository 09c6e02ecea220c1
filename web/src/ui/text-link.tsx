import { Anchor } from '@mantine/core'
import { createLink } from '@tanstack/react-router'

/** A link in text and tables, to a page of ours; typed by the router. */
export const TextLink = createLink(Anchor<'a'>)
