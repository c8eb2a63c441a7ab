import type { Command } from 'commander'
import { CommandProblem } from './command-problem.ts'
import type { ControlClient } from './control-client.ts'
import { pairOf } from './pair-of.ts'
import { type ListOptions, askList, listOptions } from './list-options.ts'
import { type Print, type TalkOptions, serverCommand, several, talk } from './server-command.ts'
import { addVerifyCommand } from './webhooks-verify.ts'

interface Attempt {
  id: string
  at: string
  kind: string
  subject: string
  method: string
  url: string
  responseStatus: number | null
  duration: number
  error: string | null
}

interface WholeAttempt extends Attempt {
  parameters: readonly (readonly [string, string])[]
  requestHeaders: Readonly<Record<string, string>>
  responseHeaders: Readonly<Record<string, string>>
  responseBody: string
  hint: string | null
}

interface ListWishes extends ListOptions, TalkOptions {
  account?: string
  subject?: string
  kind?: string
  failed?: true
}

interface ReplayOptions extends TalkOptions {
  url?: string
  method?: string
  parameter?: readonly string[]
  json?: string
}

/** `trunkline webhooks`: what applications were asked, and answered. */
export function addWebhookCommands(program: Command, print: Print): void {
  const webhooks = program
    .command('webhooks')
    .description('See what applications were asked and answered, and ask again.')

  const search = (command: Command) =>
    listOptions(command)
      .option('--failed', 'only those that failed')
      .option('--account <sid>', 'only those of this account')
      .option('--subject <sid>', 'only those about this message, call ...')
      .option('--kind <kind>', 'only those of this kind: message, voice, status, replay ...')
  const find = (client: ControlClient, { failed, account, subject, kind, query, limit, before }: ListWishes) =>
    askList<Attempt, 'webhooks'>(
      client,
      'webhooks',
      { query, limit, before },
      { account, subject, kind, failed: failed && 'true' },
    )

  search(
    serverCommand(
      webhooks,
      'list',
      'List the requests to applications, newest first.',
      `webhooks list -q 'code:5xx slow:>1s after:-1h'`,
    ),
  ).action(async (wishes: ListWishes) => {
    const { client, tell } = talk(wishes, print)
    const found = await find(client, wishes)
    tell(found, found.webhooks.map(lineOf))
  })

  serverCommand(webhooks, 'get <id>', 'Show one request with its answer.', 'webhooks get WH...').action(
    async (id: string, options: TalkOptions) => {
      const { client, tell } = talk(options, print)
      const attempt = await client.ask<WholeAttempt>('GET', `/webhooks/${encodeURIComponent(id)}`)
      tell(attempt, linesOf(attempt))
    },
  )

  serverCommand(
    webhooks,
    'replay <id>',
    'Make a request again, as it was or edited; what the answer asks for is not carried out.',
    'webhooks replay WH... --parameter Body=Hi',
  )
    .option('--url <url>', 'another address')
    .option('--method <method>', 'GET or POST')
    .option(
      '--parameter <name=value>',
      'these parameters in place of those it had; may be given more than once',
      several,
    )
    .option('--json <text>', 'JSON in place of parameters')
    .action(async (id: string, { url, method, parameter, json, ...options }: ReplayOptions) => {
      const { client, tell } = talk(options, print)
      const edit = {
        ...(url !== undefined && { url }),
        ...(method !== undefined && { method: method.toUpperCase() }),
        ...(parameter !== undefined && { parameters: parameter.map(pairOf) }),
        ...(json !== undefined && { json: jsonOf(json) }),
      }
      const attempt = await client.ask<WholeAttempt>('POST', `/webhooks/${encodeURIComponent(id)}/replay`, edit)
      tell(attempt, linesOf(attempt))
    })

  search(
    serverCommand(
      webhooks,
      'replay-all',
      'Make all requests that are found again as they were, the oldest first.',
      'webhooks replay-all --failed --kind status',
    ),
  ).action(async (wishes: ListWishes) => {
    const { client, tell } = talk(wishes, print)
    const found = await find(client, wishes)
    for (const { id } of found.webhooks.reverse()) {
      const attempt = await client.ask<Attempt>('POST', `/webhooks/${encodeURIComponent(id)}/replay`, {})
      tell(attempt, [lineOf(attempt)])
    }
  })

  addVerifyCommand(webhooks, print)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new CommandProblem(`What was given as --json is no JSON.`, `--json '{"event": "edited"}'`, { cause: error })
  }
}

const lineOf = ({ id, at, kind, subject, method, url, responseStatus, duration, error }: Attempt): string =>
  [id, at, kind, subject, responseStatus ?? 'no answer', `${duration} ms`, method, url, error ?? '']
    .filter((text) => text !== '')
    .join('  ')

function linesOf(attempt: WholeAttempt): string[] {
  const { parameters, requestHeaders, responseHeaders, responseBody, hint } = attempt
  const headers = (all: Readonly<Record<string, string>>) =>
    Object.entries(all).map(([name, value]) => `  ${name}: ${value}`)
  return [
    lineOf(attempt),
    'Request:',
    ...headers(requestHeaders),
    ...parameters.map(([name, value]) => `  ${name}=${value}`),
    'Answer:',
    ...headers(responseHeaders),
    ...(responseBody === '' ? [] : ['', responseBody]),
    ...(hint === null ? [] : ['', hint]),
  ]
}
