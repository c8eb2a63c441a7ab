import type { Command } from 'commander'
import { type Print, type TalkOptions, serverCommand, talk } from './server-command.ts'

interface Snapshot {
  id: string
  at: string
}

/** `trunkline snapshots` and `trunkline reset`: the ways back to how a server was. */
export function addWorldCommands(program: Command, print: Print): void {
  const snapshots = program.command('snapshots').description('Keep everything that a server has, and go back to it.')
  const at = (id: string) => `/snapshots/${encodeURIComponent(id)}`

  serverCommand(snapshots, 'take', 'Keep everything as it is now.', 'snapshots take').action(
    async (options: TalkOptions) => {
      const { client, tell } = talk(options, print)
      const taken = await client.ask<Snapshot>('POST', '/snapshots')
      tell(taken, [taken.id])
    },
  )
  serverCommand(snapshots, 'list', 'List the snapshots, oldest first.', 'snapshots list').action(
    async (options: TalkOptions) => {
      const { client, tell } = talk(options, print)
      const found = await client.ask<{ snapshots: readonly Snapshot[] }>('GET', '/snapshots')
      tell(
        found.snapshots,
        found.snapshots.map(({ id, at: when }) => `${id}  ${when}`),
      )
    },
  )
  serverCommand(snapshots, 'restore <id>', 'Go back to a snapshot.', 'snapshots restore 1f0c').action(
    async (id: string, options: TalkOptions) => {
      const { client, tell } = talk(options, print)
      await client.ask('POST', `${at(id)}/restore`)
      tell({ id }, [])
    },
  )
  serverCommand(snapshots, 'remove <id>', 'Forget a snapshot.', 'snapshots remove 1f0c').action(
    async (id: string, options: TalkOptions) => {
      const { client, tell } = talk(options, print)
      await client.ask('DELETE', at(id))
      tell({ id }, [])
    },
  )
  serverCommand(
    program,
    'reset',
    'Take a development server back to its first start, with the same credentials and numbers.',
    'reset',
  ).action(async (options: TalkOptions) => {
    const { client, tell } = talk(options, print)
    await client.ask('POST', '/reset')
    tell({}, [])
  })
}
