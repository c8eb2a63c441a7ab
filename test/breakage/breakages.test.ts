import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { breakages } from './breakages.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

test.each(breakages.map((breakage) => [breakage.what, breakage] as const))(
  'there is one place to break so that %s, and a test to notice it',
  (_what, { file, from, test: testFile }) => {
    expect(readFileSync(root + file, 'utf8').split(from)).toHaveLength(2)
    expect(existsSync(root + testFile)).toBe(true)
  },
)
