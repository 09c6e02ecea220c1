import { createContext, useContext } from 'react'

const Context = createContext<number | null>(null)

/** Whose records the form's fields point to: deep inside it, and nowhere between. */
export const IntegrationContext = Context.Provider

export function useIntegrationId(): number {
  const id = useContext(Context)
  if (id === null) throw new Error('a field of a project outside the form of a project')
  return id
}
