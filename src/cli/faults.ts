import type { Command } from 'commander'
import { CommandProblem } from './command-problem.ts'
import { faultsOfFile, wantedFault, type FaultFlags } from './fault-flags.ts'
import { queryOf } from './phone.ts'
import { type Print, type TalkOptions, serverCommand, several, talk } from './server-command.ts'

interface Fault {
  id: string
  name: string
  on: string
  match: Readonly<Record<string, string>>
  effect: Readonly<Record<string, string | number>>
  probability: number
  count: number | null
  accountSid: string | null
  seen: number
  done: number
}

interface Faults {
  seed: number
  faults: readonly Fault[]
}

interface Preset {
  name: string
  words: string
  teaches: string
}

/** `trunkline faults`: what goes wrong on purpose. */
export function addFaultCommands(program: Command, print: Print): void {
  const faults = program.command('faults').description('Let things go wrong on purpose, and see how often they did.')

  serverCommand(faults, 'list', 'Show what is set, how often it could happen and did.', 'faults list')
    .option('--account <sid>', 'only those of this account')
    .action(async ({ account, ...options }: TalkOptions & { account?: string }) => {
      const { client, tell } = talk(options, print)
      const query = queryOf(account === undefined ? {} : { account })
      const all = await client.ask<Faults>('GET', `/faults${query}`)
      tell(all, all.faults.length > 0 ? [`seed ${all.seed}`, ...all.faults.map(lineOf)] : ['Nothing is set.'])
    })

  serverCommand(
    faults,
    'add',
    'Set a fault, or those of a file.',
    'faults add --on webhook --match "url=*status*" --do duplicate --copies 3 --probability 0.5 --count 10',
  )
    .option('--on <door>', 'where it happens: api, webhook, carrier')
    .option('--do <effect>', 'what happens: answer, delay, drop, duplicate, reorder, fail, defer ...')
    .option('--match <name=pattern>', 'what it meets; may be given more than once, and all must hold', several)
    .option('--name <name>', 'what it is called')
    .option('--account <sid>', 'whose traffic it meets')
    .option('--probability <number>', 'how probable it is each time, from 0 to 1')
    .option('--count <count>', 'how often it happens at most')
    .option('--status <status>', 'of answer: the HTTP status; of fail: undelivered or failed')
    .option('--code <code>', 'of answer, reject and fail: the error code')
    .option('--message <text>', 'of answer, at the API: the words')
    .option('--body <text>', 'of answer, of an application: what it says')
    .option('--ms <milliseconds>', 'of delay and defer: how long')
    .option('--when <time>', 'of drop, at the API: before or after')
    .option('--copies <count>', 'of duplicate: how many times more')
    .option('--file <path>', 'a JSON file: {"faults": [...]}, a list, or one fault')
    .option('--replace', 'with --file: in place of all others, with its seed')
    .action(async ({ file, replace, ...options }: TalkOptions & FaultFlags & { file?: string; replace?: true }) => {
      const { client, tell } = talk(options, print)
      if (replace && file === undefined)
        throw new CommandProblem('Only the faults of a file can replace all others.', '--file faults.json --replace')
      if (file !== undefined && replace) {
        const all = await client.ask<Faults>('PUT', '/faults', faultsOfFile(file))
        return tell(all, all.faults.map(lineOf))
      }
      const wanted = file === undefined ? [wantedFault(options)] : faultsOfFile(file).faults
      const added: Fault[] = []
      for (const one of wanted) added.push(await client.ask<Fault>('POST', '/faults', one))
      tell(added, added.map(lineOf))
    })

  serverCommand(faults, 'remove <id>', 'End a fault.', 'faults remove FT...').action(
    async (id: string, options: TalkOptions) => {
      const { client, tell } = talk(options, print)
      await client.ask('DELETE', `/faults/${encodeURIComponent(id)}`)
      tell({ id }, [])
    },
  )

  serverCommand(faults, 'clear', 'End all faults.', 'faults clear')
    .option('--account <sid>', 'only those of this account')
    .action(async ({ account, ...options }: TalkOptions & { account?: string }) => {
      const { client, tell } = talk(options, print)
      await client.ask('DELETE', `/faults${queryOf(account === undefined ? {} : { account })}`)
      tell({}, [])
    })

  serverCommand(faults, 'presets', 'Show faults that make a lesson.', 'faults presets').action(
    async (options: TalkOptions) => {
      const { client, tell } = talk(options, print)
      const { presets } = await client.ask<{ presets: Preset[] }>('GET', '/fault-presets')
      tell(
        presets,
        presets.flatMap(({ name, words, teaches }) => [name, `  ${words}`, `  A test with it shows ${teaches}`]),
      )
    },
  )

  serverCommand(faults, 'preset <name>', 'Set the faults of a preset.', 'faults preset carrier-outage')
    .option('--account <sid>', 'whose traffic they meet')
    .option('--probability <number>', 'how probable each is, from 0 to 1')
    .option('--count <count>', 'how often each happens at most')
    .action(async (name: string, { account, probability, count, ...options }: TalkOptions & FaultFlags) => {
      const { client, tell } = talk(options, print)
      const body = {
        ...(account !== undefined && { account }),
        ...(probability !== undefined && { probability: Number(probability) }),
        ...(count !== undefined && { count: Number(count) }),
      }
      const set = await client.ask<Pick<Faults, 'faults'>>('POST', `/fault-presets/${encodeURIComponent(name)}`, body)
      tell(set.faults, set.faults.map(lineOf))
    })

  serverCommand(faults, 'seed <number>', 'Set what luck hangs on, and count from 0.', 'faults seed 7').action(
    async (seed: string, options: TalkOptions) => {
      const { client, tell } = talk(options, print)
      const { faults: all } = await client.ask<Faults>('GET', '/faults')
      const now = await client.ask<Faults>('PUT', '/faults', { seed: Number(seed), faults: all })
      tell(now, [`seed ${now.seed}`])
    },
  )
}

function lineOf({ id, name, on, match, effect, probability, count, accountSid, seen, done }: Fault): string {
  const { do: what, ...more } = effect
  const pairs = (values: object) => Object.entries(values).map(([key, value]) => `${key}=${String(value)}`)
  return [
    id,
    on,
    [what, ...pairs(more)].join(' '),
    pairs(match).join(' '),
    accountSid ?? '',
    probability === 1 ? '' : `probability ${probability}`,
    `${done}${count === null ? '' : ` of ${count}`} done, ${seen} seen`,
    name,
  ]
    .filter((text) => text !== '' && text !== undefined)
    .join('  ')
}
