/** What may be changed while the instance runs. */
export interface Settings {
  /** How long each API request takes before it is looked at. */
  serviceTimeMs: number
  /** How far service times scatter around that: 0 not at all, 0.5 as on a busy instance. */
  serviceTimeSpread: number
  /** How far behind the writes the answers to reads are, as with a read replica. */
  replicaLagMs: number
  /** How long after insertMultiple has answered its rows are transformed. */
  importDelayMs: number
  /** Whether answers are compressed for callers who take that. */
  gzip: boolean
  /** Whether who has the role itil may close incidents, which is for itil_admin as shipped. */
  itilMayClose: boolean
  /** Whether the Table API moves problems; since Rome it is said to take the first step only. */
  tableApiMovesProblems: boolean
  /** Close code and notes are mandatory on closing, as a stock instance has it. */
  dataPolicies: boolean
  /** Whether a sys_id given on POST is used, as recent releases do. */
  honourSysId: boolean
  rotateRefreshTokens: boolean
  /** New applications are "Securely scoped", as on recent releases: 403 until that is changed. */
  newClientsAreScoped: boolean
  passwordGrant: boolean
  clientCredentialsGrant: boolean
  basicAuth: boolean
  /** glide.oauth.state.parameter.required: true on new instances. */
  requireState: boolean
  /** glide.invalid_query.returns_no_rows: false as shipped, so an unknown field widens a query. */
  invalidQueryReturnsNoRows: boolean
  logLimit: number
  /** How many API requests are worked on at a time; 0 is any number. A real node has 4. */
  threads: number
  /** How many more may wait for one of the threads before 429. A real node has 50. */
  queueLength: number
}

export const DEFAULT_SETTINGS: Readonly<Settings> = {
  serviceTimeMs: 0,
  serviceTimeSpread: 0,
  replicaLagMs: 0,
  importDelayMs: 500,
  gzip: true,
  itilMayClose: false,
  tableApiMovesProblems: true,
  dataPolicies: true,
  honourSysId: true,
  rotateRefreshTokens: false,
  newClientsAreScoped: false,
  passwordGrant: false,
  clientCredentialsGrant: false,
  basicAuth: true,
  requireState: true,
  invalidQueryReturnsNoRows: false,
  logLimit: 20_000,
  threads: 0,
  queueLength: 50,
}

/** Takes over what is known and of the right type; answers with the names it did not take. */
export function changeSettings(
  settings: Settings,
  changes: Readonly<Record<string, unknown>>,
): string[] {
  const refused: string[] = []
  for (const [name, value] of Object.entries(changes)) {
    if (isNumberSetting(name) && typeof value === 'number' && value >= 0) settings[name] = value
    else if (isFlagSetting(name) && typeof value === 'boolean') settings[name] = value
    else refused.push(name)
  }
  return refused
}

const NUMBERS = [
  'serviceTimeMs',
  'serviceTimeSpread',
  'replicaLagMs',
  'importDelayMs',
  'logLimit',
  'threads',
  'queueLength',
] as const
type NumberSetting = (typeof NUMBERS)[number]

function isNumberSetting(name: string): name is NumberSetting {
  return NUMBERS.some((known) => known === name)
}

function isFlagSetting(name: string): name is Exclude<keyof Settings, NumberSetting> {
  return name in DEFAULT_SETTINGS && !isNumberSetting(name)
}
