import type { Cast } from './cast.ts'
import type { Dice } from './dice.ts'
import type { Ledger } from './ledger.ts'
import type { Asset, Lockstep } from './lockstep.ts'

const SEVERITIES = ['NOTIFICATION', 'LOW', 'MEDIUM', 'HIGH', 'HIGH', 'CRITICAL'] as const

interface Finding {
  readonly id: string
  readonly title: string
  readonly severity: string
}

/** Scanners that find more with each scan, and some of what they found before in other words. */
export function scans(cast: Cast, lockstep: Lockstep, ledger: Ledger, throws: Dice, total: number) {
  const known = new Map<number, Finding[]>()
  let found = 0
  let scan = 0

  function report(asset: Asset, more: number): Finding[] {
    const before = known.get(asset.id) ?? []
    const fresh = Array.from({ length: more }, () => {
      const id = `f${++found}`
      return { id, title: `Finding ${id} of ${asset.name}`, severity: throws.pick(SEVERITIES) }
    })
    const again = before.map((finding) =>
      throws.chance(0.05) ? { ...finding, title: `Finding ${finding.id}, scan ${scan}` } : finding,
    )
    const all = [...again, ...fresh]
    known.set(asset.id, all)
    return all
  }

  return {
    get isDone(): boolean {
      return found >= total
    },

    /** One scan of one asset, with up to `most` findings that were not there before. */
    async run(most: number): Promise<void> {
      if (cast.isDown) return
      const asset = throws.pick(lockstep.assets)
      const findings = report(asset, Math.min(most, total - found))
      const fileName = `scan-${++scan}.json`
      const body = { lockstep: 1, tool: 'chaos', findings: findings.map(inWords) }
      const query = new URLSearchParams({ assetId: String(asset.id), fileName })
      const bytes = new TextEncoder().encode(JSON.stringify(body))
      for (let tries = 0; tries < 60; tries++) {
        try {
          const { id } = await lockstep.upload<{ id: number }>(`imports?${query.toString()}`, bytes)
          if (await isApplied(id)) {
            for (const finding of findings) ledger.found.add(finding.id)
            break
          }
        } catch {
          // A pipeline whose upload failed sends it once more.
          await new Promise((resolve) => setTimeout(resolve, 250))
        }
      }
      ledger.count('scan')
    },
  }

  async function isApplied(id: number): Promise<boolean> {
    for (let tries = 0; tries < 400; tries++) {
      const view = await lockstep.call<{ state: string }>('GET', `imports/${id}`)
      if (view.state === 'failed') return false
      if (view.state === 'applied') return true
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return false
  }
}

function inWords({ id, title, severity }: Finding) {
  return { rule: id, fingerprint: id, id, title, severity, evidence: { fileName: `src/${id}.c` } }
}
