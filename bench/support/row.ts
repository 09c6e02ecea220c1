/** One line of the table. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What it is held against, in the same unit; null where it stands alone. */
  readonly against: number | null
  /** `value` to `against`. */
  readonly ratio: number | null
  /** In words; empty where a value is only shown. */
  readonly target: string
  readonly met: boolean | null
}

interface Measured {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly against?: number
  /** The median of ratios taken side by side; that of the two values unless given. */
  readonly ratio?: number
}

/** Where a target is about the ratio, `of` is "ratio"; else it is about the value. */
type Of = 'ratio' | 'value'

export function atLeast(target: number, of: Of, measured: Measured): Row {
  return judged(measured, of, `>= ${words(target)}`, (found) => found >= target)
}

export function atMost(target: number, of: Of, measured: Measured): Row {
  return judged(measured, of, `<= ${words(target)}`, (found) => found <= target)
}

export function shown(measured: Measured): Row {
  return { ...complete(measured), target: '', met: null }
}

function judged(
  measured: Measured,
  of: Of,
  target: string,
  isMet: (found: number) => boolean,
): Row {
  const row = complete(measured)
  const found = of === 'ratio' ? row.ratio : row.value
  const unit = of === 'ratio' || row.unit === '' ? '' : ` ${row.unit}`
  return { ...row, target: `${target}${of === 'ratio' ? ' x' : unit}`, met: isMet(found ?? NaN) }
}

function complete({ name, value, unit, against, ratio }: Measured) {
  const own = against === undefined ? null : value / against
  return {
    name,
    value: rounded(value),
    unit,
    against: against === undefined ? null : rounded(against),
    ratio: ratio === undefined && own === null ? null : rounded(ratio ?? own ?? 0),
  }
}

/** Three figures are more than any of this is worth. */
function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))
}

function words(value: number): string {
  return value.toLocaleString('en-US')
}
