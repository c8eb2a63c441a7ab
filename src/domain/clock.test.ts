import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ClockState, type Move, freeze, moved, resume, timeOf } from './clock.ts'

const untouched: ClockState = { frozenAt: null, offset: 0, revision: 0, heldUntil: null }
const start = Date.UTC(2026, 0, 2)

test('a clock that nobody moved tells real time', () => {
  expect(timeOf(untouched, start)).toBe(start)
})

test('it stands where it was frozen, or at a later moment, and runs on from there', () => {
  const here = moved(untouched, freeze(), start)
  expect(timeOf(here, start + 5000)).toBe(start)
  const later = moved(here, freeze(start + 86_400_000), start + 5000)
  expect(timeOf(later, start + 9000)).toBe(start + 86_400_000)
  const running = moved(later, resume, start + 10_000)
  expect(timeOf(running, start + 10_000)).toBe(start + 86_400_000)
  expect(timeOf(running, start + 10_250)).toBe(start + 86_400_250)
  expect(running.revision).toBe(3)
})

test('to freeze it at a moment that has passed freezes it now', () => {
  expect(timeOf(moved(untouched, freeze(start - 1), start), start + 1000)).toBe(start)
})

test('whatever moves are made, it never goes back', () => {
  const move = fc.oneof(
    fc.constant(freeze()),
    fc.constant(resume),
    fc.integer({ min: start - 1e9, max: start + 1e9 }).map((at) => freeze(at)),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 1e6 }), move), { maxLength: 50 }), (moves: [number, Move][]) => {
      let [state, real, told] = [untouched, start, start]
      for (const [passes, next] of moves) {
        real += passes
        expect(timeOf(state, real)).toBeGreaterThanOrEqual(told)
        state = moved(state, next, real)
        expect(timeOf(state, real)).toBeGreaterThanOrEqual(told)
        told = timeOf(state, real)
      }
    }),
  )
})
