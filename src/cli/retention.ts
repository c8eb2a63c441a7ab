import type { Command } from 'commander'
import { type Print, type TalkOptions, serverCommand, talk } from './server-command.ts'

interface Progress {
  after: string
  changed: number
}

/** `trunkline retention`: what a server lets go of. */
export function addRetentionCommand(program: Command, print: Print): void {
  serverCommand(
    program,
    'retention',
    'Show after what time texts and numbers of messages go, and how many have gone.',
    'retention',
  ).action(async (options: TalkOptions) => {
    const { client, tell } = talk(options, print)
    const found = await client.ask<Record<'body' | 'address', Progress>>('GET', '/retention')
    const line = (what: string, { after, changed }: Progress) => `${what}  ${after}  ${changed} have gone`
    tell(found, [line('texts', found.body), line('numbers', found.address)])
  })
}
