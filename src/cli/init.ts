import { type Command, Option } from 'commander'
import { type OutputOptions, declareCommand } from './declare-command.ts'
import { type Runner, runners } from './project/detect-project.ts'
import type { Begun } from './project/init-project.ts'
import type { Print } from './server-command.ts'

interface Options extends OutputOptions {
  runner?: Runner
  yes?: boolean
  dryRun?: boolean
}

/** `trunkline init`: a first test for the project that is in a folder. */
export function addInitCommand(program: Command, print: Print): void {
  declareCommand(program, 'init', {
    description:
      'Write a first test for the project in a folder, and credentials for tests. What is there already is left as it is.',
    example: 'trunkline init --dry-run',
  })
    .argument('[folder]', 'where the project is', '.')
    .addOption(new Option('--runner <name>', 'what runs its tests; found out unless said').choices([...runners]))
    .option('--yes', 'ask nothing')
    .option('--dry-run', 'write nothing, and show what would be written')
    .action(async (folder: string, { runner, yes = false, dryRun = false, output }: Options) => {
      const { askTerminal, initProject } = await import('./project/init-project.ts')
      const ask = yes || dryRun || output === 'json' ? null : askTerminal()
      const begun = await initProject(folder, { ...(runner && { runner }), dryRun, ask })
      if (output === 'json') print(JSON.stringify(begun))
      else for (const line of linesOf(begun)) print(line)
    })
}

function linesOf({ project, runner, files, suggestions }: Begun): string[] {
  const { language, packageManager, sdk } = project
  const name = { typescript: 'TypeScript', javascript: 'JavaScript', python: 'Python', ruby: 'Ruby' }[language]
  return [
    `A project in ${name}, with ${packageManager} and ${runner}${sdk ? ', which uses the official SDK' : ''}.`,
    ...files.flatMap(({ path, text, state }) => [
      `  ${path}  ${state}`,
      ...(state === 'written' ? [] : [indented(text)]),
    ]),
    ...suggestions.flatMap(({ words, text }) => ['', `${words}:`, indented(text)]),
  ]
}

const indented = (text: string) => text.trimEnd().replaceAll(/^(?=.)/gm, '    ')
