/** What a command ends with; `lockstep import --help` documents them. */
export const EXIT = { ok: 0, failed: 1, usage: 2, refused: 3 } as const

/** A command could not do it. The message is for the person who called it. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  /** What to do next. */
  readonly remedy: string | null
  readonly exitCode: number
  /** Trying again later may help, without anybody changing anything. */
  readonly isPassing: boolean

  constructor(
    message: string,
    options: {
      readonly exitCode: number
      readonly remedy?: string | null
      readonly isPassing?: boolean
      readonly cause?: unknown
    },
  ) {
    super(message, { cause: options.cause })
    this.exitCode = options.exitCode
    this.remedy = options.remedy ?? null
    this.isPassing = options.isPassing ?? false
  }
}
