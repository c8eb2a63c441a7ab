import type { Command } from 'commander'
import { program } from '../src/cli/main.ts'

/** The page of every command, as `npm run docs` writes it to docs/reference/cli.md. */
export function cliReference(): string {
  const parts = commandsOf(program()).map(
    (command) => `## \`${pathOf(command)}\`\n\n\`\`\`text\n${helpOf(command).trim()}\n\`\`\``,
  )
  return `# Commands

Written by \`npm run docs\` from the commands themselves: what \`--help\` prints. \`trunkline\` alone is \`trunkline start\`.

${parts.join('\n\n')}
`
}

/** The commands that do something: a group of commands by itself does not. */
export const commandsOf = (command: Command): readonly Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(commandsOf)

/** A command as it is typed. */
export const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()

/** What a command's `--help` prints, on a terminal of a fixed width. */
export function helpOf(command: Command): string {
  let help = ''
  command
    .configureOutput({ writeOut: (text) => (help += text), getOutHelpWidth: () => 120, getOutHasColors: () => false })
    .outputHelp()
  return help.replaceAll(/ +$/gm, '')
}
