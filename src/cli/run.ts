import { Command, CommanderError } from 'commander'

import { CommandFailure, EXIT } from './failure.ts'
import { plain } from './plain.ts'

/** The program without its commands; those added to it inherit how it fails. */
export function emptyProgram(version: string): Command {
  return new Command('lockstep')
    .description('Keeps vulnerabilities and ServiceNow tickets in step.\nWithout a command: start.')
    .version(version, '--version', 'say the version')
    .helpOption('-h, --help', 'say what there is')
    .helpCommand('help [command]', 'say more about a command')
    .showHelpAfterError('See lockstep --help')
    .exitOverride()
}

/** Runs the command that `args` name, and gives the exit code. */
export async function run(program: Command, args: readonly string[]): Promise<number> {
  try {
    await program.parseAsync(args.length === 0 ? ['start'] : [...args], { from: 'user' })
    return EXIT.ok
  } catch (error) {
    // It has said its own words already; help that was asked for is no mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    program.configureOutput().writeErr?.(`${wordsOf(error)}\n`)
    return error instanceof CommandFailure ? error.exitCode : EXIT.failed
  }
}

function wordsOf(error: unknown): string {
  if (!(error instanceof CommandFailure)) {
    return error instanceof Error ? error.message : String(error)
  }
  return (
    ['error', plain(error.message)].join(': ') +
    (error.remedy === null ? '' : `\n${plain(error.remedy)}`)
  )
}
