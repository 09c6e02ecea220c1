import type { AssetView } from '../../../../src/http/contract.ts'

type Impact = AssetView['businessImpact']

export const IMPACTS = ['HIGH', 'MEDIUM', 'LOW'] as const satisfies readonly Impact[]

export const IMPACT_LABELS: Record<Impact, string> = { HIGH: 'High', MEDIUM: 'Medium', LOW: 'Low' }
