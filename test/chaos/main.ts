import { readOptions, USAGE, type Options } from './options.ts'
import { report } from './report.ts'
import { storm } from './storm.ts'

// An end by signal is an end all the same: those who were started are taken along.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))
const options = readArguments()
process.stdout.write(
  `chaos --seed ${options.seed}: ${options.minutes} min, ${options.vulnerabilities} vulnerabilities, ${options.kills} kills\n`,
)
const outcome = await storm(options, (line) => process.stdout.write(`${line}\n`))
process.stdout.write(report(outcome))
const isBroken = outcome.breaches.length > 0
await outcome.cast.leave(isBroken)
process.exit(isBroken ? 1 : 0)

function readArguments(): Options {
  try {
    const read = readOptions(process.argv.slice(2))
    if (read !== null) return read
    process.stdout.write(USAGE)
    return process.exit(0)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
    return process.exit(2)
  }
}
