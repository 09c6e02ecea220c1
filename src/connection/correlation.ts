/** Marks a record as ours: `lockstep:<12 characters of the installation id>:<ticket key>`. */
export function correlationId(installationId: string, ticketKey: string): string {
  return `${correlationPrefix(installationId)}${ticketKey}`
}

/** What all tickets of this installation start with; two installations don't see each other's. */
export function correlationPrefix(installationId: string): string {
  return `lockstep:${installationId.replaceAll('-', '').slice(0, 12)}:`
}

export const CORRELATION_DISPLAY = 'Lockstep'
