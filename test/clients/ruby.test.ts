import { expect, test } from 'vitest'
import { runtime } from '../runtimes.ts'
import { passSuite } from './run-suite.ts'

const rspec = runtime('rspec')

test.skipIf(rspec === null)(
  'the client for Ruby passes its specs, with servers that it starts',
  { timeout: 300_000 },
  async () => {
    const passed = await passSuite([rspec!, '-I', 'lib'], 'clients/ruby', /^(\d+) examples, 0 failures$/m)
    expect(passed).toBeGreaterThan(20)
  },
)
