import type { Config } from '../config.ts'

/** What people reach us by: as configured, else made of host and port. */
export function publicUrlOf({ publicUrl, host }: Config, port: number): string {
  return publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
