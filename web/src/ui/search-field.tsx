import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'

interface Props {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Types freely and tells 300 ms after the last key; takes over a value that changed elsewhere. */
export function SearchField({ label, value, onChange }: Props) {
  const [text, setText] = useState(value)
  // What was told last: its echo must not overwrite what was typed since.
  const [told, setTold] = useState(value)
  if (value !== told) {
    setTold(value)
    setText(value)
  }
  const tell = (next: string) => {
    setTold(next)
    onChange(next)
  }
  const tellLater = useDebouncedCallback(tell, 300)
  const clear = () => {
    setText('')
    tell('')
  }
  return (
    <TextInput
      type="text"
      role="searchbox"
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        tellLater(event.currentTarget.value.trim())
      }}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text !== '' && <CloseButton size="sm" aria-label="Clear search" onClick={clear} />
      }
      style={{ flex: '1 1 220px', maxWidth: 380 }}
    />
  )
}
