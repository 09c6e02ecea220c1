import type { Database } from '../store/database.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'

export interface Choice {
  readonly value: string
  readonly label: string
  readonly dependentValue: string
}

/** The choices of a field as sys_choice has them now: the nearest table's own, else what it inherits. */
export class ChoiceLists {
  readonly #database: Database
  #version = -1
  #lists = new Map<string, readonly Choice[]>()

  constructor(database: Database) {
    this.#database = database
  }

  of(table: Table, element: string): readonly Choice[] {
    this.#refresh()
    const key = `${table.name}.${element}`
    const known = this.#lists.get(key)
    if (known !== undefined) return known
    const found = this.#read(table, element)
    this.#lists.set(key, found)
    return found
  }

  labelOf(table: Table, element: string, value: string): string {
    return this.of(table, element).find((choice) => choice.value === value)?.label ?? value
  }

  #refresh(): void {
    const { version } = this.#database.must('sys_choice')
    if (version === this.#version) return
    this.#version = version
    this.#lists = new Map()
  }

  #read(table: Table, element: string): readonly Choice[] {
    for (const ancestor of table.lineage()) {
      const own = [...(this.#database.must('sys_choice').withValue('name', ancestor.name) ?? [])]
      const offered = own.filter((row) => isOffered(row, element))
      if (offered.length > 0) return offered.toSorted(bySequence).map(asChoice)
    }
    return []
  }
}

function isOffered(row: Row, element: string): boolean {
  return row['element'] === element && row['language'] === 'en' && row['inactive'] !== 'true'
}

function bySequence(a: Row, b: Row): number {
  return Number(a['sequence']) - Number(b['sequence'])
}

function asChoice(row: Row): Choice {
  return {
    value: row['value'] ?? '',
    label: row['label'] ?? '',
    dependentValue: row['dependent_value'] ?? '',
  }
}
