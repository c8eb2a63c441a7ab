import { join } from 'node:path'
import { inject } from 'vitest'

/** The program as it is published, built from the sources as they are now. */
export const program = join(inject('program'), 'bin/trunkline.cjs')

/** The whole server as a process that is made to be killed. */
export const serverProcess = join(inject('program'), 'dist/program/crash-process.js')

/** What opens a database, for a process that does nothing else. */
export const storeProgram = join(inject('program'), 'dist/program/store.js')

/** For processes that tests start: the second one to start need not compile anything again. */
export const compileCache = { NODE_COMPILE_CACHE: join(inject('program'), 'cache') }
