const FORMAT = new Intl.NumberFormat('en')

export function number(value: number): string {
  return FORMAT.format(value)
}
