import { expect, test } from 'vitest'
import { clockText } from './start.ts'

const untouched = { frozenAt: null, offset: 0, revision: 0, heldUntil: null }
const real = Date.UTC(2026, 0, 2)

test.each([
  ['nothing of a clock that tells real time', untouched, null],
  ['nothing where there is no such clock', null, null],
  [
    'where it stands',
    { ...untouched, frozenAt: real + 5000 },
    'The clock stands at 2026-01-02T00:00:05.000Z. To let it run on: trunkline clock resume',
  ],
  [
    'how far it is ahead',
    { ...untouched, offset: 86_400_000 },
    'The clock is 86400 s ahead of real time: 2026-01-03T00:00:00.000Z',
  ],
])('at the start is told %s', (_, state, text) => {
  expect(clockText(state, real)).toBe(text)
})
