import { expect, test } from 'vitest'

import { Room } from './room.ts'

function look(room: Room, lane: number, times: number, isLight: boolean): void {
  for (let n = 0; n < times; n++) room.begin(lane)
  for (let n = 0; n < times; n++) room.end(lane, isLight)
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
  room.end(1, false)
  expect(room.left).toBe(1)
})

test('more is wanted where a claim filled the room, when a quarter of it is free again', () => {
  const room = new Room(4, 100)
  for (const lane of [1, 1, 1, 1, 2]) room.begin(lane)
  room.claimed([1, 1, 1, 1, 2], new Map(), 100)
  expect(room.isWanted(1)).toBe(false)
  room.end(1, false)
  expect(room.isWanted(1)).toBe(true)
  room.end(2, false)
  expect(room.isWanted(2)).toBe(false)
})
