import { defineConfig } from 'vitest/config'

// `npm run test:long` runs everything: also the files that take minutes, and every suite in its whole form.
const long = process.env.TRUNKLINE_LONG === '1'

export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: long ? [] : ['**/*.long.test.ts'],
    globalSetup: ['test/built-program.ts', 'test/postgres-server.ts'],
    pool: 'forks',
    // Modules keep nothing that a test could find of another, so files may share them: else each file loads all of them again.
    isolate: false,
    maxWorkers: 2,
    testTimeout: long ? 1_800_000 : 15_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
  },
})
