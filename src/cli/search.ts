import type { Command } from 'commander'
import { CommandProblem } from './command-problem.ts'
import { type Print, type TalkOptions, serverCommand, talk } from './server-command.ts'

interface SearchedList {
  keys: readonly { key: string; words: string; expects: string }[]
}

/** `trunkline search`: how lists are searched. */
export function addSearchCommands(program: Command, print: Print): void {
  const search = program.command('search').description('See how lists are searched.')

  serverCommand(
    search,
    'keys [list]',
    'List the keys of queries: of messages, webhooks or requests, or of all of them.',
    'search keys messages',
  ).action(async (list: string | undefined, options: TalkOptions) => {
    const { client, tell } = talk(options, print)
    const { lists } = await client.ask<{ lists: Record<string, SearchedList> }>('GET', '/search/keys')
    const names = Object.keys(lists).filter((name) => list === undefined || name === list)
    if (names.length === 0)
      throw new CommandProblem(`There is no list "${list}" that can be searched.`, Object.keys(lists).join(', '))
    const found = Object.fromEntries(names.map((name) => [name, lists[name]!]))
    tell(found, Object.entries(found).flatMap(linesOf))
  })
}

const linesOf = ([name, { keys }]: [string, SearchedList]): string[] => [
  `${name}:`,
  ...keys.map(({ key, words, expects }) => `  ${key}:  ${words} Wants ${expects}.`),
]
