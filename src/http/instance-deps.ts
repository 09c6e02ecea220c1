import type { Sealer } from '../lib/seal.ts'
import type { Reach } from '../reconcile/reach.ts'
import type { Sender } from '../servicenow/http.ts'
import type { Lanes } from '../servicenow/limiter.ts'

/** What the routes of integrations need besides what every route is given. */
export interface InstanceDeps {
  readonly reach: Reach
  readonly lanes: Lanes
  /** Sends to an instance whose address was checked, without a token. */
  readonly sender: Sender
  readonly sealer: Sealer
  readonly allowedInstances: readonly string[]
  /** To be registered at ServiceNow. */
  readonly redirectUrl: string
}
