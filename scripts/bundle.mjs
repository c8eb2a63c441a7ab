import { bundleKit, copyTypes } from './bundle-kit.ts'
import { bundleProgram } from './bundle-program.ts'
import { root } from './installed.mjs'

await bundleProgram(
  {
    main: 'dist/cli/main.js',
    'sqlite-writer-thread': 'dist/store/sqlite-writer-thread.js',
    'serve-here': 'dist/testing/serve-here.js',
    'server-process': 'dist/testing/server-process.js',
  },
  `${root}dist/program`,
)
await bundleKit('dist/testing', '.js', `${root}dist/kit`)
copyTypes(`${root}dist`, `${root}dist/kit/commonjs`)
