import { seededRandom } from '../../emulator/control/random.ts'

/** Chance that can be had again: each actor throws dice of its own, all made of one seed. */
export interface Dice {
  /** True in that share of throws. */
  chance(share: number): boolean
  between(least: number, most: number): number
  whole(least: number, most: number): number
  pick<T>(list: readonly T[]): T
  /** One of the entries, each as often as its weight says. */
  weigh<T extends string>(weights: Readonly<Record<T, number>>): T
}

export function dice(seed: number, name: string): Dice {
  const random = seededRandom(mixed(seed, name))
  const between = (least: number, most: number) => least + random() * (most - least)
  const whole = (least: number, most: number) => Math.floor(between(least, most + 1))
  return {
    chance: (share) => random() < share,
    between,
    whole,
    pick(list) {
      const one = list[whole(0, list.length - 1)]
      if (one === undefined) throw new TypeError('nothing to pick from')
      return one
    },
    weigh<T extends string>(weights: Readonly<Record<T, number>>): T {
      const entries = Object.entries<number>(weights)
      let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      const hit = entries.find(([, weight]) => (left -= weight) < 0) ?? entries.at(-1)
      if (hit === undefined) throw new TypeError('nothing to weigh')
      return hit[0] as T
    },
  }
}

/** FNV-1a over the name, so that one more throw of people does not change what the network does. */
function mixed(seed: number, name: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (const char of name) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0
  return hash
}
