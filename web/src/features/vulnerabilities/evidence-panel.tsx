import { Stack, Text } from '@mantine/core'

import type { EvidenceView, VulnerabilityView } from '../../../../src/http/contract.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { ExternalLink } from '../../ui/external-link.tsx'
import { Fields } from '../../ui/fields.tsx'
import { Panel } from '../../ui/panel.tsx'
import { snippetStart } from './snippet-start.ts'

/** Where it shows: what there is depends on the kind of scanner. */
export function EvidencePanel({ vulnerability }: { vulnerability: VulnerabilityView }) {
  const { evidence } = vulnerability
  if (Object.keys(evidence).length === 0) return null
  return (
    <Panel title="Evidence">
      <Stack gap="md">
        <Fields
          fields={[
            ['File', place(evidence)],
            [
              'URL',
              evidence.url && (
                <ExternalLink key="u" href={evidence.url}>
                  {evidence.url}
                </ExternalLink>
              ),
            ],
            ['Method', evidence.method],
            ['Parameters', evidence.parameters],
            ['Package', evidence.package],
            ['Affected version', evidence.affectedVersion],
            ['Patched version', evidence.patchedVersion],
            ['CVE', evidence.cve && <CveLink key="c" cve={evidence.cve} />],
            ['CVSS', evidence.cvss],
            ['Address', evidence.address],
            ['Port', evidence.port],
            ['Protocol', evidence.protocol],
          ]}
          labelWidth={132}
        />
        <Snippet evidence={evidence} />
        <Message label="Request" text={evidence.request} />
        <Message label="Response" text={evidence.response} />
      </Stack>
    </Panel>
  )
}

function place({ fileName, firstLine }: EvidenceView): string | undefined {
  return firstLine === undefined || fileName === undefined ? fileName : `${fileName}:${firstLine}`
}

function CveLink({ cve }: { cve: string }) {
  if (!/^CVE-\d{4}-\d{4,}$/.test(cve)) return cve
  return <ExternalLink href={`https://www.cve.org/CVERecord?id=${cve}`}>{cve}</ExternalLink>
}

function Snippet({ evidence }: { evidence: EvidenceView }) {
  const { codeSnippet, vulnerableLine, firstLine } = evidence
  const code = codeSnippet ?? vulnerableLine
  if (code === undefined) return null
  return (
    <CodeBlock
      code={code}
      label="Vulnerable code"
      {...(firstLine !== undefined && {
        firstLine: snippetStart(code, vulnerableLine, firstLine),
        markedLine: firstLine,
      })}
    />
  )
}

function Message({ label, text }: { label: string; text: string | undefined }) {
  if (text === undefined) return null
  return (
    <div>
      <Text size="sm" fw={600} mb={6}>
        {label}
      </Text>
      <CodeBlock code={text} label={label} />
    </div>
  )
}
