import { expect, test } from 'vitest'

import { progress } from './progress.ts'

function watched(isTerminal: boolean) {
  let [written, now] = ['', 0]
  const shown = progress({ isTerminal, write: (text) => (written += text) }, () => now)
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

test('the log of a build has a line every ten seconds, each only once', () => {
  const { shown, wait, written } = watched(false)
  for (let at = 0; at < 60_000; at += 500, wait(500))
    shown.say(at < 30_000 ? 'reading' : 'applying')
  shown.end()
  expect(written()).toBe('reading\napplying\n')
})
