import type { Taken } from '../json-walk.ts'
import { readJson, type Reading } from '../json-report.ts'
import { textOf } from '../loose.ts'
import type { ReportFormat } from '../report.ts'
import { readAlert } from './zap-alert.ts'

/**
 * ZAP's "traditional" JSON report, with or without requests and responses. Up to version 2.6 a
 * single site was no list.
 */
export const zap: ReportFormat = {
  name: 'ZAP JSON',
  recognises: ({ keys }) =>
    keys.has('site') &&
    (keys.has('@programName') ||
      keys.has('@version') ||
      keys.has('site.*.alerts') ||
      keys.has('site.alerts')),
  open: (source) => readJson(source, reading()),
}

function reading(): Reading {
  const sites: (string | undefined)[] = []
  let version = ''
  return {
    entries: ['site.*.alerts.*', 'site.alerts.*'],
    before: ['@version', 'site.*.@name', 'site.@name'],
    learn({ pattern, indexes, value }: Taken) {
      if (pattern === '@version') version = textOf(value, 40)
      else sites[indexes[0] ?? 0] = textOf(value, 1000)
    },
    describe: () => ({ tool: 'ZAP', format: `ZAP JSON ${version}`.trim() }),
    read({ value, indexes }) {
      const site = indexes.length > 1 ? indexes[0] : 0
      return [readAlert(value, sites[site ?? 0] ?? '')]
    },
  }
}
