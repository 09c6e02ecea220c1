import { createAccessControl } from 'better-auth/plugins/access'

/** Our three permissions, as better-auth's access control wants them; PERMISSIONS is the truth. */
export const access = createAccessControl({ lockstep: ['configure', 'triage', 'judge'] })

export const roles = {
  ADMIN: access.newRole({ lockstep: ['configure', 'triage', 'judge'] }),
  DEVELOPER: access.newRole({ lockstep: ['triage'] }),
  VIEWER: access.newRole({ lockstep: [] }),
}
