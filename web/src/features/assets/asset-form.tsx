import { Button, Group, Select, Stack, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'

import type { AssetView } from '../../../../src/http/contract.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { IMPACT_LABELS, IMPACTS } from './business-impact.ts'

type Fields = Pick<
  AssetView,
  'name' | 'description' | 'businessImpact' | 'url' | 'repositoryUrl' | 'tags'
>

interface Props {
  readonly existing?: Fields
  readonly isPending: boolean
  readonly error: unknown
  readonly submitLabel: string
  readonly onSubmit: (fields: Fields) => void
  readonly onCancel: () => void
}

const BLANK: Fields = {
  name: '',
  description: '',
  businessImpact: 'MEDIUM',
  url: '',
  repositoryUrl: '',
  tags: [],
}

export function AssetForm({ existing, isPending, error, submitLabel, onSubmit, onCancel }: Props) {
  const form = useForm<Fields>({
    initialValues: existing ?? BLANK,
    validate: {
      name: (value) => (value.trim() === '' ? 'Give it a name' : null),
      url: linkFault,
      repositoryUrl: linkFault,
    },
  })
  return (
    <form onSubmit={form.onSubmit(onSubmit)}>
      <Stack>
        {error ? <ErrorPanel error={error} /> : null}
        <TextInput
          label="Name"
          withAsterisk
          data-autofocus
          maxLength={200}
          {...form.getInputProps('name')}
        />
        <Textarea
          label="Description"
          autosize
          minRows={2}
          maxRows={8}
          maxLength={10_000}
          {...form.getInputProps('description')}
        />
        <Select
          label="Business impact"
          allowDeselect={false}
          data={IMPACTS.map((value) => ({ value, label: IMPACT_LABELS[value] }))}
          {...form.getInputProps('businessImpact')}
        />
        <TextInput label="URL" placeholder="https://" {...form.getInputProps('url')} />
        <TextInput
          label="Repository URL"
          placeholder="https://"
          {...form.getInputProps('repositoryUrl')}
        />
        <TagsInput
          label="Tags"
          description="Press Enter after each"
          maxTags={50}
          {...form.getInputProps('tags')}
        />
        <Group justify="flex-end" wrap="nowrap">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function linkFault(value: string): string | null {
  const isLink = value === '' || (/^https?:\/\//.test(value) && URL.canParse(value))
  return isLink ? null : 'Write an address that starts with https:// or http://'
}
