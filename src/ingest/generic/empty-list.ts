import { readJson } from '../json-report.ts'
import { otherFormat } from '../other-format.ts'
import { ReportError, type ReportFormat } from '../report.ts'

/** `[]`: what gitleaks and others write where they find nothing. It can't be told which of them. */
export const emptyList: ReportFormat = {
  name: 'an empty list',
  recognises: ({ kind, keys }) => kind === 'list' && keys.size === 0,
  async open(source) {
    const report = await readJson(source, {
      entries: ['*'],
      describe: () => ({ tool: 'unnamed tool', format: 'an empty list' }),
      read: () => [],
    })
    if (report.expected === 0) return report
    throw new ReportError(...otherFormat({ kind: 'list', keys: new Set() }))
  },
}
