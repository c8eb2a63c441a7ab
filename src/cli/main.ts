import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { type SettingSources, StartProblem, settingNames } from '../config.ts'
import { addAccountsList } from './accounts-list.ts'
import { addAlertCommands } from './alerts.ts'
import { addClockCommands } from './clock.ts'
import { CommandProblem } from './command-problem.ts'
import { type OutputOptions, declareCommand, exitCodes } from './declare-command.ts'
import { addCompletionCommand } from './completion.ts'
import { addDoctorCommand } from './doctor.ts'
import { addEnvCommand } from './env.ts'
import { addExecCommand } from './exec.ts'
import { addFaultCommands } from './faults.ts'
import { addInboundCommand } from './inbound.ts'
import { addInitCommand } from './init.ts'
import { addKeyCommands } from './keys.ts'
import { addMessageCommands } from './messages.ts'
import { addNumberCommands } from './numbers.ts'
import { addPhoneCommands } from './phone.ts'
import { addReadyCommand } from './ready.ts'
import { addRequestCommands } from './requests.ts'
import { addRetentionCommand } from './retention.ts'
import { addSearchCommands } from './search.ts'
import { addSendCommands } from './send.ts'
import type { StartWishes } from './start.ts'
import { addTlsCommand } from './tls.ts'
import { addUsageCommand } from './usage.ts'
import { addWebhookCommands } from './webhooks.ts'
import { addWorldCommands } from './world.ts'

/** Runs the program with what follows its name, and sets the exit code: 0 done, 1 failed, 2 not understood, 3 not ready, 4 not in time. */
export async function runCommand(words: readonly string[]): Promise<void> {
  // Who reads what is printed may have read enough, as `head` does; the server goes on.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  try {
    await program().parseAsync(words, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
    else if (error instanceof StartProblem || error instanceof CommandProblem) {
      console.error(`trunkline: ${error.message}`)
      process.exitCode = error instanceof CommandProblem ? error.exitCode : 1
    } else throw error
  }
}

/** Every command. They load what they need when they run: help and version answer at once. */
export function program(): Command {
  const trunkline = new Command('trunkline')
    .description('A messaging server that speaks the Twilio REST API.')
    .version(version())
    .showHelpAfterError('Try: trunkline --help')
    .exitOverride()
    .addHelpText('after', `\nExample:\n  trunkline start --port 4010\n\n${exitCodes}`)

  settingsOf(
    declareCommand(trunkline, 'start', {
      isDefault: true,
      description: 'Start a development server with simulated phones (what `trunkline` alone does).',
      example: 'trunkline start --port 5000 --database sqlite::memory:',
    }),
  )
    .option('--stop-with-input', 'stop when standard input ends, so as not to outlive the program that started it')
    .action(async ({ output, stopWithInput, ...flags }: Flags & StartWishes) => {
      const { start } = await import('./start.ts')
      await start(flags, version(), { output, stopWithInput })
    })

  settingsOf(
    declareCommand(trunkline, 'serve', {
      description:
        'Serve in production, without simulated phones. It needs a carrier, and none is part of this version yet.',
      example: 'TRUNKLINE_DATABASE=postgres://trunkline@db/trunkline trunkline serve --host 0.0.0.0',
    }),
  ).action(async ({ output, ...flags }: Flags) => {
    const { serve } = await import('./serve.ts')
    await serve(flags, version(), output)
  })

  const print = (text: string) => console.log(text)
  const accounts = trunkline.command('accounts').description('Make and list accounts.')
  declareCommand(accounts, 'create', {
    description: 'Make an account with a new auth token, and print both.',
    example: 'trunkline accounts create --name "Shop" --database postgres://trunkline@db/trunkline',
  })
    .requiredOption('--name <name>', 'its friendly name, up to 64 characters')
    .option('--database <url>', 'where it is kept, as for `start` and `serve` (TRUNKLINE_DATABASE)')
    .option('--error-era <classic|current>', "in which codes and words it is refused; the server's unless given")
    .action(async ({ name, output, ...flags }: Flags & { name: string }) => {
      const { createAccount } = await import('./accounts-create.ts')
      await createAccount(name, flags, output)
    })
  addAccountsList(accounts, print)
  const page = trunkline.command('console').description('Look after the web console.')
  declareCommand(page, 'reset', {
    description: 'Forget the password of the console, end every login, and print where to choose another.',
    example:
      'trunkline console reset --database postgres://trunkline@db/trunkline --public-url https://sms.example.com',
  })
    .option('--database <url>', 'where it is kept, as for `start` and `serve` (TRUNKLINE_DATABASE)')
    .option('--public-url <url>', 'the address under which the server is reached (TRUNKLINE_PUBLIC_URL)')
    .option('--port <port>', 'or its port (TRUNKLINE_PORT)')
    .action(async ({ output, ...flags }: Flags) => {
      const { resetConsole } = await import('./console-reset.ts')
      await resetConsole(flags, output)
    })
  addPhoneCommands(trunkline, print)
  addInboundCommand(trunkline, print)
  addSendCommands(trunkline, print)
  addMessageCommands(trunkline, print)
  addWebhookCommands(trunkline, print)
  addReadyCommand(trunkline, print)
  addEnvCommand(trunkline, print)
  addDoctorCommand(trunkline, print)
  addInitCommand(trunkline, print)
  addCompletionCommand(trunkline, print)
  addClockCommands(trunkline, print)
  addExecCommand(trunkline)
  addTlsCommand(trunkline, print)
  addFaultCommands(trunkline, print)
  addRequestCommands(trunkline, print)
  addSearchCommands(trunkline, print)
  addNumberCommands(trunkline, print)
  addKeyCommands(trunkline, print)
  addAlertCommands(trunkline, print)
  addUsageCommand(trunkline, print)
  addRetentionCommand(trunkline, print)
  addWorldCommands(trunkline, print)
  return trunkline
}

type Flags = SettingSources['flags'] & OutputOptions

/** Gives a command a flag for every setting that has one. */
function settingsOf(command: Command): Command {
  for (const { flag, placeholder, words, variables, default: value } of settingNames) {
    if (!flag) continue
    const short = flag === '--port' ? '-p, ' : ''
    const preset = command.name() === 'serve' ? value.production : value.development
    const notes = [...(preset ? [`default ${preset}`] : []), variables[0]].join('; ')
    command.option(`${short}${flag} <${placeholder}>`, `${words} (${notes})`)
  }
  return command
}

function version(): string {
  const described = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return described.version
}

if (import.meta.main) await runCommand(process.argv.slice(2))
