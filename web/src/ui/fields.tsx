import { DataList } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  /** Label and value; a value that is nothing (null, undefined, false, empty) is left out with its label. */
  readonly fields: readonly (readonly [label: string, value: ReactNode])[]
  readonly labelWidth?: number
}

/** Facts as a description list. */
export function Fields({ fields, labelWidth = 116 }: Props) {
  const shown = fields.filter(
    ([, value]) => value !== null && value !== undefined && value !== false && value !== '',
  )
  return (
    <DataList gap={8} labelWidth={labelWidth}>
      {shown.map(([label, value]) => (
        <DataList.Item key={label}>
          <DataList.ItemLabel>{label}</DataList.ItemLabel>
          <DataList.ItemValue style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
            {value}
          </DataList.ItemValue>
        </DataList.Item>
      ))}
    </DataList>
  )
}
