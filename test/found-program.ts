import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Where a program is that not every machine has, or null: then skip, `test.skipIf(!foundProgram('fish'))`. What is missing is said, and
 * fails where TRUNKLINE_REQUIRE names it.
 */
export function foundProgram(name: string): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
  if (found) return found
  if ((process.env.TRUNKLINE_REQUIRE ?? '').split(',').includes(name))
    throw new Error(`${name} is not installed, but TRUNKLINE_REQUIRE asks for it`)
  console.warn(`SKIPPED: what needs ${name}, which is not installed.`)
  return null
}
