import { expect, test } from 'vitest'

import { LaneMemory } from './lane-memory.ts'
import { calmLimit } from './limit.ts'

const KEY = 'https://example.service-now.com'

function answered(memory: LaneMemory, ms: number): void {
  memory.took(KEY, calmLimit(2), true)
  memory.gave(KEY, ms, true)
}

test('a lane is likely to be free while this process holds fewer than there are', () => {
  const memory = new LaneMemory()
  expect(memory.isLikelyFree(KEY)).toBe(false)
  memory.took(KEY, calmLimit(2), true)
  expect(memory.isLikelyFree(KEY)).toBe(true)
  memory.took(KEY, calmLimit(2), true)
  expect(memory.isLikelyFree(KEY)).toBe(false)
  memory.gave(KEY, 10, true)
  expect(memory.isLikelyFree(KEY)).toBe(true)
})

test('a process has all lanes as soon as it has asked for the last one', () => {
  const memory = new LaneMemory()
  memory.asks(KEY)
  expect(memory.hasAll(KEY)).toBe(false)
  memory.took(KEY, calmLimit(2), true)
  expect(memory.hasAll(KEY)).toBe(true)
  memory.asked(KEY)
  expect(memory.hasAll(KEY)).toBe(false)
  memory.took(KEY, calmLimit(2), true)
  expect(memory.hasAll(KEY)).toBe(true)
})

test('an answer is soon where the last one was, and not before there was any', () => {
  const memory = new LaneMemory()
  expect(memory.isAnswerSoon(KEY)).toBe(false)
  answered(memory, 100)
  expect(memory.isAnswerSoon(KEY)).toBe(true)
  answered(memory, 4_000)
  expect(memory.isAnswerSoon(KEY)).toBe(false)
})

test('an instance is given twice its slowest answer of late to end what was cut off', () => {
  const memory = new LaneMemory()
  expect(memory.goesOnMs(KEY)).toBe(5_000)
  answered(memory, 8_000)
  expect(memory.goesOnMs(KEY)).toBe(16_000)
  for (let n = 0; n < 100; n++) answered(memory, 100)
  expect(memory.goesOnMs(KEY)).toBe(5_000)
})

test('what came to no answer says nothing of how long answers take', () => {
  const memory = new LaneMemory()
  memory.took(KEY, calmLimit(2), true)
  memory.gave(KEY, 30_000, false)
  expect(memory.goesOnMs(KEY)).toBe(5_000)
})
