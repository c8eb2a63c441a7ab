import { fileURLToPath } from 'node:url'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export const folder = {
  root: at('../'),
  bench: at('./'),
  results: at('./results/'),
  /** Databases of the benches. Beside the project, because a temporary folder may be in memory, where a commit costs nothing. */
  data: at('./results/data/'),
} as const
