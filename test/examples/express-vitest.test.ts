import { expect, test } from 'vitest'
import { installExample } from './installed-example.ts'

// `examples/express-vitest`, as it stands there: an application that knows nothing of tests, and its tests.
test('the Express application passes its tests', { timeout: 240_000 }, async () => {
  using example = installExample('express-vitest')
  const { code, output } = await example.run(['vitest/vitest.mjs', 'run', '--reporter', 'verbose', '--no-color'])
  expect(output).toMatch(/Tests {2}12 passed \(12\)/)
  expect(code).toBe(0)
})
