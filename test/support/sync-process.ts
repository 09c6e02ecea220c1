import { processOf } from './sync-instance.ts'
import { engine } from '../../src/app/engine.ts'
import { sealer } from '../../src/lib/seal.ts'
import { createLog } from '../../src/log.ts'
import { openDatabase } from '../../src/store/database.ts'

/** A worker in a process of its own, to be killed: node sync-process.ts URL KEY ORIGIN. */
const [url = '', key = '', origin = ''] = process.argv.slice(2)
const database = await openDatabase({ url, maxConnections: 5 })
const { way } = processOf(database, sealer([Buffer.from(key, 'hex')]), [origin])
engine({
  database,
  reach: way,
  publicUrl: 'http://lockstep.test',
  unknownOutcomeSeconds: 330,
  requestSweep: () => Promise.resolve(),
  log: createLog('silent'),
}).start()
process.stdout.write('started\n')
