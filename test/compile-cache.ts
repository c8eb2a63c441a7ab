import { fileURLToPath } from 'node:url'

/** For processes that tests start from the sources: the second one to start need not compile them again. */
export const compileCache = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url)),
}
