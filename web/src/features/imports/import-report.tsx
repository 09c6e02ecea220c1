import { Box, Divider } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'

import type { ImportView } from '../../../../src/http/contract.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { Panel } from '../../ui/panel.tsx'
import { NO_DRAFT } from './import-draft.ts'
import { ImportForm } from './import-form.tsx'
import { PLACE, Sending, Working } from './import-progress.tsx'
import { Imported, NotImported } from './import-result.tsx'
import { Rehearsal } from './rehearsal.tsx'
import { useImport } from './use-import.ts'

/** Takes a scan: asks what it covers, says what would happen, follows it until it is in. */
export function ImportReport({ assetId }: { assetId: number }) {
  const [kept, setDraft] = useState(NO_DRAFT)
  const { phase, start, reset, error, retry } = useImport(assetId)
  const over = phase.kind === 'over' ? phase.data : null
  const isRehearsed = over?.state === 'rehearsed'
  // What is in is not imported again along with the next scan.
  const draft = over?.state === 'applied' ? NO_DRAFT : kept
  const isBusy = phase.kind === 'sending' || phase.kind === 'working'
  const busy = isBusy ? (phase.dryRun ? 'rehearsal' : 'import') : null
  return (
    <Panel title="Import a report">
      {!isRehearsed && (
        <ImportForm
          draft={draft}
          busy={busy}
          onStart={(how) => start({ draft, ...how })}
          onChange={(next) => {
            setDraft(next)
            reset()
          }}
        />
      )}
      {/* Always there: what is written into it is read out. */}
      <Box role="status" mih={over === null && draft.files.length > 0 ? PLACE : 0}>
        {phase.kind === 'sending' && <Sending files={draft.files} share={phase.share} />}
        {phase.kind === 'working' && error === null && <Working data={phase.data} />}
      </Box>
      {error !== null && <ErrorPanel error={error} onRetry={retry ?? undefined} />}
      {over !== null && (
        <Result data={over}>
          {isRehearsed ? (
            <Rehearsal
              data={over}
              onImport={(tickets) => start({ draft, dryRun: false, tickets })}
              onBack={reset}
            />
          ) : (
            <>
              <Divider my="md" />
              {over.state === 'failed' ? <NotImported data={over} /> : <Imported data={over} />}
            </>
          )}
        </Result>
      )}
    </Panel>
  )
}

/** The button that was pressed is gone or idle: whoever uses the keyboard goes on from here. */
function Result({ data, children }: { data: ImportView; children: React.ReactNode }) {
  const ref = useRef<HTMLElement>(null)
  useEffect(() => ref.current?.focus(), [data.id])
  return (
    <section ref={ref} tabIndex={-1} aria-label="What came of it" style={{ outline: 'none' }}>
      {children}
    </section>
  )
}
