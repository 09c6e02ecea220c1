import { Progress, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { ErrorPanel } from '../../ui/error-panel.tsx'
import { Panel } from '../../ui/panel.tsx'
import { ImportProgress } from './import-progress.tsx'
import { ReportDropzone } from './report-dropzone.tsx'
import { uploadReport } from './upload-report.ts'

/** Takes a scanner's report and follows it until its vulnerabilities are here. */
export function ImportReport({ assetId }: { assetId: number }) {
  const client = useQueryClient()
  const [share, setShare] = useState(0)
  const upload = useMutation({
    mutationFn: (file: File) => uploadReport({ assetId, file, onProgress: setShare }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['imports'] }),
  })
  const start = (file: File) => {
    setShare(0)
    upload.mutate(file)
  }
  return (
    <Panel title="Import a report">
      <Stack>
        <ReportDropzone onFile={start} disabled={upload.isPending} />
        {upload.isPending && (
          <div>
            <Text size="sm" mb={6} role="status">
              Sending {upload.variables.name}: {Math.round(share * 100)}%
            </Text>
            <Progress value={share * 100} aria-label="Sending the report" />
          </div>
        )}
        {upload.error && <ErrorPanel error={upload.error} />}
        {upload.data && <ImportProgress key={upload.data.id} importId={upload.data.id} />}
      </Stack>
    </Panel>
  )
}
