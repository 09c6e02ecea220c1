import { expect, test } from 'vitest'

import { progress } from './progress.ts'

function watched(isTerminal: boolean, columns = 80) {
  let [written, now] = ['', 0]
  const write = (text: string) => (written += text)
  const shown = progress({ isTerminal, columns, write }, () => now)
  return {
    shown,
    wait: (ms: number) => (now += ms),
    written: () => written,
  }
}

test('a terminal has one line, written over, and none in the end', () => {
  const { shown, wait, written } = watched(true)
  shown.say('one')
  shown.say('too soon')
  wait(100)
  shown.say('two')
  shown.end()
  expect(written()).toBe('\r\u001b[Kone\r\u001b[Ktwo\r\u001b[K')
})

test('what is known to be half done has a bar that is half full', () => {
  const { shown, written } = watched(true)
  shown.say('1 of 2 MB', 0.5)
  expect(written()).toBe('\r\u001b[K[############------------] 1 of 2 MB')
})

test('a line is never longer than the terminal is wide', () => {
  const { shown, written } = watched(true, 20)
  shown.say('1 of 2 MB', 2)
  expect(written()).toBe('\r\u001b[K[##################')
})

test('the log of a build has a line every ten seconds, each only once', () => {
  const { shown, wait, written } = watched(false)
  for (let at = 0; at < 60_000; at += 500, wait(500))
    shown.say(at < 30_000 ? 'reading' : 'applying', 0.5)
  shown.end()
  expect(written()).toBe('reading\napplying\n')
})
