import '@mantine/dropzone/styles.css'

import { Group, Stack, Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { notifications } from '@mantine/notifications'
import { IconFileImport, IconUpload, IconX } from '@tabler/icons-react'

import { REPORT_FORMATS_LISTED } from '../../../../src/http/contract.ts'

const MAX_BYTES = 200 * 1024 * 1024

interface Props {
  readonly onFile: (file: File) => void
  readonly disabled: boolean
}

export function ReportDropzone({ onFile, disabled }: Props) {
  return (
    <Dropzone
      multiple={false}
      maxSize={MAX_BYTES}
      disabled={disabled}
      onDrop={([file]) => file && onFile(file)}
      onReject={([rejection]) =>
        notifications.show({
          color: 'red',
          title: 'Not imported',
          message:
            (rejection?.file.size ?? 0) > MAX_BYTES
              ? 'The file is larger than 200 MB.'
              : 'Drop one file at a time.',
        })
      }
      aria-label="Choose a report to import"
      inputProps={{ 'aria-label': 'Report file' }}
    >
      <Group justify="center" gap="md" mih={112} style={{ pointerEvents: 'none' }}>
        <Dropzone.Accept>
          <IconUpload size={36} stroke={1.5} aria-hidden />
        </Dropzone.Accept>
        <Dropzone.Reject>
          <IconX size={36} stroke={1.5} aria-hidden />
        </Dropzone.Reject>
        <Dropzone.Idle>
          <IconFileImport size={36} stroke={1.5} color="var(--mantine-color-dimmed)" aria-hidden />
        </Dropzone.Idle>
        <Stack gap={2}>
          <Text fw={600}>Drop a report here, or choose a file</Text>
          <Text size="sm" c="dimmed">
            {REPORT_FORMATS_LISTED}, up to 200 MB. What was found before is recognised, not doubled.
          </Text>
        </Stack>
      </Group>
    </Dropzone>
  )
}
