import { Button, Fieldset, Group, Stack, Text } from '@mantine/core'
import { IconFileImport, IconTestPipe } from '@tabler/icons-react'

import { ChosenFiles } from './chosen-files.tsx'
import { CoverageChoice } from './coverage-choice.tsx'
import { isComplete, problemOf, withFiles, withoutFile, type ImportDraft } from './import-draft.ts'
import { ReportDropzone } from './report-dropzone.tsx'

interface Props {
  readonly draft: ImportDraft
  readonly onChange: (draft: ImportDraft) => void
  readonly onStart: (how: { dryRun: boolean }) => void
  /** What is under way with this very draft, if anything. */
  readonly busy: 'import' | 'rehearsal' | null
}

/** The files of a scan, what they cover, and whether to try first. */
export function ImportForm({ draft, onChange, onStart, busy }: Props) {
  const hasFiles = draft.files.length > 0
  const canStart = isComplete(draft)
  const problem = problemOf(draft)
  return (
    <Fieldset variant="unstyled" disabled={busy !== null} miw={0}>
      <Stack>
        {hasFiles && (
          <ChosenFiles
            files={draft.files}
            onRemove={(name) => onChange(withoutFile(draft, name))}
          />
        )}
        <ReportDropzone
          isMore={hasFiles}
          isDisabled={busy !== null}
          onFiles={(files) => onChange(withFiles(draft, files))}
        />
        {hasFiles && (
          <>
            {problem !== null && (
              <Text role="alert" size="sm" c="var(--mantine-color-error)">
                {problem}
              </Text>
            )}
            <CoverageChoice draft={draft} onChange={onChange} />
            <Group gap="sm">
              <Button
                disabled={!canStart}
                loading={busy === 'import'}
                leftSection={<IconFileImport size={16} aria-hidden />}
                onClick={() => onStart({ dryRun: false })}
              >
                Import
              </Button>
              <Button
                variant="default"
                disabled={!canStart}
                loading={busy === 'rehearsal'}
                leftSection={<IconTestPipe size={16} aria-hidden />}
                onClick={() => onStart({ dryRun: true })}
              >
                What would happen?
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Fieldset>
  )
}
