import type { Routes } from '../http/deps.ts'
import type { Core } from './core.ts'

/** The routes of integrations and pairings, made of what reaches the instances. */
export function integrationRoutes(_core: Core, _publicUrl: string): Routes[] {
  return []
}
