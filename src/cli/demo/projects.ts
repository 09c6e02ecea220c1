import type { MappingInput } from '../../http/contract.ts'

/** One asset of the demo: where its report comes from, and where its tickets go. */
export interface DemoProject {
  readonly asset: string
  readonly description: string
  readonly sample: string
  readonly table: string
  readonly mapping: MappingInput
}

const SEVERITIES: MappingInput['severities'] = {
  CRITICAL: { impact: '1', urgency: '1', priority: '1' },
  HIGH: { impact: '1', urgency: '2', priority: '2' },
  MEDIUM: { impact: '2', urgency: '2', priority: '3' },
  LOW: { impact: '3', urgency: '2', priority: '4' },
}

const CLOSING = { close_code: 'No resolution provided', close_notes: '{reason} ({actor})' }

const to = (state: string, fields: Readonly<Record<string, string>> = {}) => {
  return { state, fields: { ...fields }, hops: [] }
}

/** Incidents: data policies ask for a resolution, so its status row carries one. */
export const INCIDENTS: DemoProject = {
  asset: 'kerberos',
  description: 'The npm package kerberos 0.0.21, scanned by Flawfinder',
  sample: 'flawfinder-kerberos.sarif',
  table: 'incident',
  mapping: {
    outbound: {
      IDENTIFIED: to('1'),
      IN_PROGRESS: to('2'),
      AWAITING_VALIDATION: to('3'),
      RISK_ACCEPTED: to('6', CLOSING),
      FALSE_POSITIVE: to('8', CLOSING),
    },
    severities: SEVERITIES,
  },
}

/** A custom table that extends task: it computes no priority, so that ours is sent. */
export const CUSTOM: DemoProject = {
  asset: 'node-serialize',
  description: 'The npm package node-serialize 0.0.4, scanned by ESLint',
  sample: 'eslint-node-serialize.sarif',
  table: 'u_vulnerabilities',
  mapping: {
    outbound: {
      IDENTIFIED: to('1'),
      IN_PROGRESS: to('2'),
      AWAITING_VALIDATION: to('-5'),
      RISK_ACCEPTED: to('3'),
      FALSE_POSITIVE: to('4'),
    },
    severities: SEVERITIES,
  },
}
