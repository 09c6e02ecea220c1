import { Code, Text } from '@mantine/core'

/** What texts may hold. */
export function Placeholders() {
  return (
    <Text size="xs" c="dimmed" component="div">
      Texts may use <Code>{'{id}'}</Code> and <Code>{'{title}'}</Code> of the vulnerability, and{' '}
      <Code>{'{reason}'}</Code> and <Code>{'{actor}'}</Code> of the change of status.
    </Text>
  )
}
