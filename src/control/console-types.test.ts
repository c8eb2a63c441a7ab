import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { controlTypes } from '../../scripts/control-types.ts'

test('the types of the console are those that `npm run docs` writes', () => {
  expect(readFileSync(new URL('../../console/src/control-types.ts', import.meta.url), 'utf8')).toBe(controlTypes())
})
