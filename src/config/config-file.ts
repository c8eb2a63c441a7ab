import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type SettingName, settings } from './settings.ts'
import { StartProblem } from './start-problem.ts'

const configFiles = ['trunkline.config.ts', 'trunkline.config.json'] as const

/** The settings in the config file of a folder, as texts, and the name of the file. */
export function readConfigFile(cwd: string): { name: string; values: { [N in SettingName]?: string } } {
  const [name, other] = configFiles.filter((file) => existsSync(join(cwd, file)))
  if (!name) return { name: configFiles[0], values: {} }
  if (other) throw new StartProblem(`There are both ${name} and ${other}.`, `keep one of them`)
  const values = Object.entries(loadConfigFile(cwd, name)).map(([key, value]) => {
    if (!(key in settings))
      throw new StartProblem(`"${key}" in ${name} is not a setting.`, Object.keys(settings).join(', '))
    return [key, Array.isArray(value) ? value.join(',') : String(value)] as const
  })
  return { name, values: Object.fromEntries(values) }
}

function loadConfigFile(cwd: string, name: (typeof configFiles)[number]): object {
  const path = join(cwd, name)
  let content: unknown
  try {
    if (name.endsWith('.json')) content = JSON.parse(readFileSync(path, 'utf8'))
    else content = (createRequire(path)(path) as { default?: unknown }).default
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new StartProblem(`${name} cannot be read: ${why}.`, 'node --check or a JSON checker on it', { cause: error })
  }
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content
  throw new StartProblem(
    `${name} holds no settings.`,
    name.endsWith('.ts') ? 'export default { port: 4010 }' : '{ "port": 4010 }',
  )
}
