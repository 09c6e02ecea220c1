/** One list of values a field offers; `dependentValue` narrows it to one value of another field. */
export interface Choices {
  readonly table: string
  readonly elements: readonly string[]
  readonly dependentValue?: string
  readonly values: readonly (readonly [value: string, label: string])[]
}

export function levels(): Choices['values'] {
  return [
    ['1', '1 - High'],
    ['2', '2 - Medium'],
    ['3', '3 - Low'],
  ]
}

export function same(value: string): readonly [string, string] {
  return [value, value]
}
