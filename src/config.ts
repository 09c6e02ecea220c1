import { resolve } from 'node:path'
import { z } from 'zod'

const text = z.string().trim().min(1)
const list = z
  .string()
  .default('')
  .transform((value) => value.split(/[\s,]+/).filter((word) => word !== ''))
const flag = z.stringbool().default(false)

const Environment = z
  .object({
    /** Where everything we keep lies, unless DATABASE_URL names a PostgreSQL. */
    LOCKSTEP_DATA: text.default('.lockstep').transform((path) => resolve(path)),
    DATABASE_URL: text.optional(),
    HOST: text.default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
    /** What redirect URLs, links in tickets and cookies are made of. */
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** 32 bytes in base64, several separated by commas: the first seals, all open. */
    LOCKSTEP_SEALING_KEY: text.optional(),
    /** Further instances that may be called: hosts, `*.example.com`, or origins such as http://127.0.0.1:8081 */
    LOCKSTEP_ALLOWED_INSTANCES: list,
    /** How many proxies in front of us may say who the client is. */
    LOCKSTEP_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    /** Through which instances are reached. */
    LOCKSTEP_PROXY: z.url({ protocol: /^https?$/ }).optional(),
    /** PEM file with the certificate authorities to trust for instances. */
    LOCKSTEP_CA_FILE: text.optional(),
    /** Requests in flight per instance, over all processes. */
    LOCKSTEP_LANES: z.coerce.number().int().min(1).max(64).default(4),
    /** How long an instance may take to answer. */
    LOCKSTEP_REQUEST_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(300).default(30),
    /** How long an instance may take to commit what it did not answer. */
    LOCKSTEP_UNKNOWN_OUTCOME_SECONDS: z.coerce.number().int().min(1).max(86_400).default(330),
    LOCKSTEP_LOG: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    /** Who sends it as a bearer token is told the metrics; without one, this machine is. */
    LOCKSTEP_METRICS_TOKEN: text.min(16).optional(),
    /** Where a worker, which serves nobody else, tells its health and metrics. */
    LOCKSTEP_METRICS_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
    /** Connections to the database that this process may have at once. */
    LOCKSTEP_DATABASE_CONNECTIONS: z.coerce.number().int().min(5).max(200).default(20),
    /** Sweeps, polls and looks run elsewhere: this process only serves. */
    LOCKSTEP_SERVE_ONLY: flag,
  })
  .refine((env) => env.PUBLIC_URL !== undefined || isLoopback(env.HOST), {
    path: ['PUBLIC_URL'],
    message: 'needed when HOST is not a loopback address: the URL that people reach Lockstep by',
  })

export interface Config {
  readonly data: string
  readonly databaseUrl: string | null
  readonly host: string
  readonly port: number
  /** Without a slash at the end; null: made of host and the port that was got. */
  readonly publicUrl: string | null
  readonly sealingKey: string | null
  readonly allowedInstances: readonly string[]
  readonly trustedProxies: number
  readonly proxy: string | null
  readonly caFile: string | null
  readonly lanes: number
  readonly requestTimeoutSeconds: number
  readonly unknownOutcomeSeconds: number
  readonly logLevel: string
  readonly metricsToken: string | null
  readonly metricsPort: number | null
  readonly databaseConnections: number
  readonly serveOnly: boolean
}

/** The only place that reads the environment. Reports every problem at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const result = Environment.safeParse(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')),
  )
  if (!result.success) {
    throw new Error(`Invalid configuration\n${z.prettifyError(result.error)}`)
  }
  const { data } = result
  return Object.freeze({
    data: data.LOCKSTEP_DATA,
    databaseUrl: data.DATABASE_URL ?? null,
    host: data.HOST,
    port: data.PORT,
    publicUrl: data.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    sealingKey: data.LOCKSTEP_SEALING_KEY ?? null,
    allowedInstances: data.LOCKSTEP_ALLOWED_INSTANCES,
    trustedProxies: data.LOCKSTEP_TRUSTED_PROXIES,
    proxy: data.LOCKSTEP_PROXY ?? null,
    caFile: data.LOCKSTEP_CA_FILE ?? null,
    lanes: data.LOCKSTEP_LANES,
    requestTimeoutSeconds: data.LOCKSTEP_REQUEST_TIMEOUT_SECONDS,
    unknownOutcomeSeconds: data.LOCKSTEP_UNKNOWN_OUTCOME_SECONDS,
    logLevel: data.LOCKSTEP_LOG,
    metricsToken: data.LOCKSTEP_METRICS_TOKEN ?? null,
    metricsPort: data.LOCKSTEP_METRICS_PORT ?? null,
    databaseConnections: data.LOCKSTEP_DATABASE_CONNECTIONS,
    serveOnly: data.LOCKSTEP_SERVE_ONLY,
  })
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}
