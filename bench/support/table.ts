import type { Row } from './row.ts'

const HEAD = ['What', 'Value', 'Against', 'Ratio', 'Target', 'Met']

/** For people: one line a row, figures to the right. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cellsOf)]
  const widths = HEAD.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)))
  return lines
    .map((cells) =>
      cells
        .map((cell, at) => {
          const width = widths[at] ?? 0
          return at === 0 || at > 3 ? cell.padEnd(width) : cell.padStart(width)
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function cellsOf({ name, value, unit, against, ratio, target, met }: Row): string[] {
  return [
    name,
    `${figure(value)}${unit === '' ? '' : ` ${unit}`}`,
    against === null ? '' : figure(against),
    ratio === null ? '' : String(ratio),
    target,
    met === null ? '' : met ? 'yes' : 'NO',
  ]
}

function figure(value: number): string {
  return value.toLocaleString('en-US')
}
