import { expect, test } from 'vitest'

import { Room } from './room.ts'

function look(room: Room, lane: number, times: number, isLight: boolean): void {
  for (let n = 0; n < times; n++) room.begin(lane)
  for (let n = 0; n < times; n++) end(room, lane, isLight)
}

function end(room: Room, lane: number, isLight: boolean): void {
  room.leave(lane, isLight)
  room.end()
}

test('a lane whose looks call nobody gets more room with each, up to half of all', () => {
  const room = new Room(4, 100)
  look(room, 1, 4, true)
  expect(room.free()).toEqual(new Map([[1, 8]]))
  look(room, 1, 100, true)
  expect(room.free()).toEqual(new Map([[1, 54]]))
})

test('the first look that calls takes that room back, and another lane keeps its own', () => {
  const room = new Room(4, 100)
  look(room, 1, 10, true)
  look(room, 2, 10, true)
  look(room, 1, 1, false)
  expect(room.free()).toEqual(new Map([[2, 14]]))
})

test('no more is claimed than there is room for in all', () => {
  const room = new Room(4, 6)
  for (const lane of [1, 1, 1, 1, 2, 2]) room.begin(lane)
  expect(room.left).toBe(0)
  expect(room.free().get(2)).toBe(2)
  end(room, 1, false)
  expect(room.left).toBe(1)
})

test('more is wanted where a claim filled the room, when a quarter of it is free again', () => {
  const room = new Room(4, 100)
  for (const lane of [1, 1, 1, 1, 2]) room.begin(lane)
  room.claimed([1, 1, 1, 1, 2], new Map(), 100)
  expect(room.isWanted(1)).toBe(false)
  end(room, 1, false)
  expect(room.isWanted(1)).toBe(true)
  end(room, 2, false)
  expect(room.isWanted(2)).toBe(false)
})

test('a look whose answer is there leaves its place before it has written all down', () => {
  const room = new Room(2, 3)
  for (const lane of [1, 1]) room.begin(lane)
  expect(room.free().get(1)).toBe(0)
  room.leave(1, false)
  expect(room.free().get(1)).toBe(1)
  expect(room.left).toBe(1)
  room.end()
  expect(room.left).toBe(2)
})
