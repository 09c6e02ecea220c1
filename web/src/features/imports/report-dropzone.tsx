import '@mantine/dropzone/styles.css'

import { Group, Stack, Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { notifications } from '@mantine/notifications'
import { IconFileImport, IconUpload, IconX } from '@tabler/icons-react'

import { REPORT_FORMATS_LISTED } from '../../../../src/http/contract.ts'
import { MAX_BYTES } from './import-draft.ts'

interface Props {
  readonly onFiles: (files: File[]) => void
  /** There are some already: it takes less room and adds to them. */
  readonly isMore: boolean
  readonly isDisabled: boolean
}

export function ReportDropzone({ onFiles, isMore, isDisabled }: Props) {
  return (
    <Dropzone
      maxSize={MAX_BYTES}
      disabled={isDisabled}
      p={isMore ? 'xs' : 'md'}
      onDrop={onFiles}
      onReject={(rejections) =>
        notifications.show({
          color: 'red',
          title: 'Not taken',
          message: `${rejections.map(({ file }) => file.name).join(', ')}: larger than 200 MB.`,
        })
      }
      aria-label={isMore ? 'Choose more files of the same scan' : 'Choose a report to import'}
      inputProps={{ 'aria-label': 'Report file' }}
    >
      <Group
        justify="center"
        gap="md"
        mih={isMore ? 28 : 112}
        wrap="nowrap"
        style={{ pointerEvents: 'none' }}
      >
        <Sign size={isMore ? 20 : 36} />
        {isMore ? (
          <Text size="sm" c="dimmed">
            Add further files of the same scan
          </Text>
        ) : (
          <Stack gap={2} style={{ minWidth: 0 }}>
            <Text fw={600}>Drop the reports of a scan here, or choose files</Text>
            <Text size="sm" c="dimmed">
              {REPORT_FORMATS_LISTED}, up to 200 MB. What was found before is recognised, not
              doubled.
            </Text>
          </Stack>
        )}
      </Group>
    </Dropzone>
  )
}

function Sign({ size }: { size: number }) {
  const look = { size, stroke: 1.5, style: { flexShrink: 0 }, 'aria-hidden': true } as const
  return (
    <>
      <Dropzone.Accept>
        <IconUpload {...look} />
      </Dropzone.Accept>
      <Dropzone.Reject>
        <IconX {...look} />
      </Dropzone.Reject>
      <Dropzone.Idle>
        <IconFileImport {...look} color="var(--mantine-color-dimmed)" />
      </Dropzone.Idle>
    </>
  )
}
