import type { Routes } from '../http/deps.ts'
import { integrationRoutes as ofIntegrations } from '../http/routes/integration-routes.ts'
import { pairingRoutes } from '../http/routes/pairing-routes.ts'
import { knocking } from '../servicenow/laned.ts'
import type { Core } from './core.ts'

/** The routes of integrations and projects, made of what reaches the instances. */
export function integrationRoutes(core: Core, publicUrl: string): Routes[] {
  const instances = {
    reach: core.reach,
    lanes: core.lanes,
    sender: knocking(core.http, core.lanes),
    sealer: core.secrets.sealer,
    allowedInstances: core.config.allowedInstances,
    redirectUrl: `${publicUrl}/spa/callback/servicenow`,
  }
  return [ofIntegrations(instances), pairingRoutes(instances)]
}
