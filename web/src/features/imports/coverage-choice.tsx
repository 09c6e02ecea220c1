import { Checkbox, Radio, Stack, TextInput } from '@mantine/core'
import { Fragment } from 'react'

import { COVERAGES, type Coverage, type ImportDraft } from './import-draft.ts'

interface Props {
  readonly draft: ImportDraft
  readonly onChange: (draft: ImportDraft) => void
}

const WORDS: Record<Coverage, { readonly label: string; readonly description: string }> = {
  adds: {
    label: 'A part of it, or I am not sure',
    description: 'Adds what is new. Nothing is closed.',
  },
  asset: {
    label: 'The whole asset',
    description: 'What the same tool found before and no longer finds becomes Fixed.',
  },
  part: {
    label: 'All of one branch or path',
    description: 'The same, for what was imported under this name only.',
  },
}

/** Whether the scan is a statement, asked in the words of whoever has scanned. */
export function CoverageChoice({ draft, onChange }: Props) {
  const choose = (value: string) => {
    const coverage = COVERAGES.find((each) => each === value)
    if (coverage !== undefined) onChange({ ...draft, coverage })
  }
  return (
    <Stack gap="sm">
      <Radio.Group label="What did this scan look at?" value={draft.coverage} onChange={choose}>
        <Stack gap="sm" mt="xs">
          {COVERAGES.map((coverage) => (
            <Fragment key={coverage}>
              <Radio value={coverage} {...WORDS[coverage]} />
              {coverage === 'part' && draft.coverage === 'part' && (
                <TextInput
                  ml={32}
                  maw={360}
                  label="Name of the branch or path"
                  description="The same name with each scan, such as main or services/cart"
                  withAsterisk
                  maxLength={200}
                  value={draft.part}
                  onChange={(event) => onChange({ ...draft, part: event.currentTarget.value })}
                />
              )}
            </Fragment>
          ))}
        </Stack>
      </Radio.Group>
      {draft.coverage !== 'adds' && (
        <Checkbox
          label="Believe an empty report"
          description="Otherwise a report without findings, or of a tool that failed, closes nothing."
          checked={draft.allowEmpty}
          onChange={(event) => onChange({ ...draft, allowEmpty: event.currentTarget.checked })}
        />
      )}
    </Stack>
  )
}
