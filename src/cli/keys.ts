import type { Command } from 'commander'
import { type AccountOptions, accountOptions, restClient } from './rest-client.ts'
import { type Print, type TalkOptions, serverCommand, talk } from './server-command.ts'

interface Key {
  sid: string
  friendly_name: string
  date_created: string
}

type KeyOptions = TalkOptions & AccountOptions

/** So many are listed at most. */
const mostKeys = 1000

/** `trunkline keys`: credentials of an account that can be taken back one by one. */
export function addKeyCommands(program: Command, print: Print): void {
  const keys = program.command('keys').description('List, make and delete the API keys of an account.')
  const command = (name: string, description: string, example: string) =>
    accountOptions(serverCommand(keys, name, description, example))

  command('list', 'List the keys of an account, newest first; their secrets are told to nobody.', 'keys list').action(
    async (options: KeyOptions) => {
      const found = await restClient(options)<{ keys: readonly Key[] }>('GET', `/Keys.json?PageSize=${mostKeys}`)
      talk(options, print).tell(found.keys, found.keys.map(lineOf))
    },
  )

  command('create', 'Make a key, and print its secret: this once, and never again.', 'keys create --name Shop')
    .option('--name <name>', 'what it is called, up to 64 characters')
    .action(async ({ name, ...options }: KeyOptions & { name?: string }) => {
      const form = new URLSearchParams(name === undefined ? {} : { FriendlyName: name })
      const made = await restClient(options)<Key & { secret: string }>('POST', '/Keys.json', form)
      talk(options, print).tell(made, [`${made.sid}  ${made.secret}`])
    })

  command('delete <sid>', 'Delete a key: who uses it is refused from then on.', 'keys delete SK...').action(
    async (sid: string, options: KeyOptions) => {
      await restClient(options)('DELETE', `/Keys/${encodeURIComponent(sid)}.json`)
      talk(options, print).tell({ sid }, [])
    },
  )
}

const lineOf = ({ sid, friendly_name: name, date_created: created }: Key): string =>
  [sid, created, name].filter((text) => text !== '').join('  ')
