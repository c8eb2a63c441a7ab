import { expect, test } from 'vitest'
import { runtime } from '../runtimes.ts'
import { passSuite } from './run-suite.ts'

const python = runtime('pytest')

test.skipIf(python === null)(
  'the client for Python passes its tests, with servers that it starts',
  { timeout: 300_000 },
  async () => {
    const words = [python!, '-m', 'pytest', '-p', 'trunkline.pytest_plugin', '-p', 'no:cacheprovider', '-q'] as const
    const env = { PYTHONPATH: 'src', PYTHONDONTWRITEBYTECODE: '1' }
    expect(await passSuite(words, 'clients/python', /^(\d+) passed/m, env)).toBeGreaterThan(60)
  },
)
