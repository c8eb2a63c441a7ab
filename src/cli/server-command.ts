import { type Command, Option } from 'commander'
import { type ControlClient, type ServerOptions, controlClient } from './control-client.ts'
import { type OutputOptions, declareCommand } from './declare-command.ts'

/** Where the lines of a command go. */
export type Print = (text: string) => void

export interface Talk {
  client: ControlClient
  /** Prints a result: as JSON where that was asked for, else these lines. */
  tell(result: unknown, lines: readonly string[]): void
  /** Whether JSON was asked for. */
  json: boolean
}

export interface TalkOptions extends ServerOptions, OutputOptions {}

/** A command that talks to a running server, with the options that all of these share and an example of its use. */
export function serverCommand(parent: Command, name: string, description: string, example: string): Command {
  return declareCommand(parent, name, { description, example: `trunkline ${example}` })
    .addOption(
      new Option('--server <url>', 'the address of the server').env('TRUNKLINE_URL').default('http://127.0.0.1:4010'),
    )
    .addOption(new Option('--token <token>', 'what lets you in from another machine').env('TRUNKLINE_CONTROL_TOKEN'))
}

/** What a command with these options talks to. */
export function talk({ output, ...server }: TalkOptions, print: Print): Talk {
  const json = output === 'json'
  return {
    client: controlClient(server),
    json,
    tell(result, lines) {
      if (json) print(JSON.stringify(result))
      else for (const line of lines) print(line)
    },
  }
}

/** Collects an option that may be given more than once. */
export const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]
