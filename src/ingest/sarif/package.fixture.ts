import type { Finding } from '../../vulnerability/finding.ts'
import { findingsOf } from '../testing.ts'

export interface Said {
  readonly tool: string
  readonly rule: object
  readonly result: object
}

/** The finding of a report with this one result. */
export async function one({ tool, rule, result }: Said): Promise<Finding> {
  const locations = [
    {
      physicalLocation: {
        artifactLocation: { uri: 'package-lock.json' },
        region: { startLine: 1 },
      },
    },
  ]
  const results = [{ locations, ...result, ruleIndex: 0 }]
  const runs = [{ tool: { driver: { name: tool, rules: [rule] } }, results }]
  const [finding] = await findingsOf({ version: '2.1.0', runs })
  return finding!
}
