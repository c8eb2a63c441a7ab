import type { Command } from 'commander'
import { CommandProblem } from './command-problem.ts'
import { pairOf } from './pair-of.ts'
import { queryOf } from './phone.ts'
import { type Print, type Talk, type TalkOptions, serverCommand, several, talk } from './server-command.ts'

interface Mistake {
  mistake: string
  words: string
  fix: string
}

interface Examination {
  url: string
  method: string
  signed: string
  signature: string | null
  header: string
  guesses: readonly (Mistake & { signature: string | null })[]
  likely: Mistake | null
  valid?: boolean
}

interface Diagnosis {
  likely: Mistake | null
  words: string
  tried: readonly { mistake: string | null; status: number | null }[]
}

interface VerifyOptions extends TalkOptions {
  received?: string
  try?: true
  url?: string
  signature?: string
  method?: string
  param?: readonly string[]
  body?: string
  account?: string
  authToken?: string
  host?: readonly string[]
  secret?: readonly string[]
}

/** `trunkline webhooks verify`: why an application refuses what is signed for it, or what it would sign. */
export function addVerifyCommand(webhooks: Command, print: Print): void {
  serverCommand(
    webhooks,
    'verify [id]',
    'Show what was signed of a request, and find the mistake by which an application computes another signature. Ends with 1 where a signature is not right.',
    'webhooks verify WH... --try\n  trunkline webhooks verify --url https://example.com/sms --param Body=Hi --signature "Zm9v..."',
  )
    .option('--received <signature>', 'what the application computed of the request')
    .option('--try', 'make the request again, signed as each mistake would sign it, until the application takes one')
    .option('--url <url>', 'the address of a request that is not kept here')
    .option('--signature <signature>', 'its signature')
    .option('--method <method>', 'GET or POST')
    .option('--param <name=value>', 'a parameter of its form; may be given more than once', several)
    .option('--body <text>', 'a body that is no form, to the letter; with --try the JSON to send')
    .option('--account <sid>', 'the account whose token signs; the first one unless given')
    .option('--auth-token <token>', 'the token that signs, in place of an account')
    .option('--host <host>', 'under which the application may know itself; may be given more than once', several)
    .option('--secret <text>', 'what the application has for its token; may be given more than once', several)
    .action(async (id: string | undefined, { server, token, output, ...asked }: VerifyOptions) => {
      const talking = talk({ server, output, ...(token !== undefined && { token }) }, print)
      if (id === undefined) return check(asked, talking)
      refuse(asked, ['url', 'signature', 'method', 'param', 'account', 'authToken'], 'of no use with an id')
      if (asked.try) return diagnose(id, asked, talking)
      refuse(asked, ['body', 'host', 'secret'], 'of use with --try only, or without an id')
      return show(id, asked, talking)
    })
}

type Asked = Omit<VerifyOptions, keyof TalkOptions>

async function show(id: string, { received }: Asked, { client, tell }: Talk): Promise<void> {
  const query = queryOf({ ...(received !== undefined && { received }) })
  const found = await client.ask<Examination>('GET', `/webhooks/${encodeURIComponent(id)}/signature${query}`)
  const unlike =
    found.header === found.signature
      ? []
      : ['What was sent is another signature: the token was changed since, or not all that was said is kept.']
  const heading = [...signedLines(found), ...unlike]
  if (received === undefined) return tell(found, [...heading, ...guessLines(found)])
  const right = received === found.signature
  tell(found, [...heading, ...(right ? ['The application computes the right signature.'] : likelyLines(found.likely))])
  if (!right) throw new CommandProblem('What the application computes is not the right signature.', nextOf(found))
}

async function diagnose(id: string, { body, host, secret, received }: Asked, { client, tell }: Talk): Promise<void> {
  refuse({ received }, ['received'], 'of no use with --try')
  const told = {
    ...(host && { hosts: host }),
    ...(secret && { secrets: secret }),
    ...(body !== undefined && { body }),
  }
  const found = await client.ask<Diagnosis>('POST', `/webhooks/${encodeURIComponent(id)}/diagnosis`, told)
  const { likely, words, tried } = found
  tell(found, [`${words} (${tried.length} requests)`, ...(likely ? [`Mistake: ${likely.mistake}`] : [])])
  const first = tried[0]?.status ?? null
  if (first === null) throw new CommandProblem('The application does not answer.', `\`trunkline webhooks get ${id}\``)
  if (first === 401 || first === 403)
    throw new CommandProblem(
      'The application does not take the right signature.',
      likely?.fix ?? '--host and --secret with what the application knows',
    )
}

async function check(asked: Asked, { client, tell }: Talk): Promise<void> {
  const { url, signature, method, param, body, account, authToken, host, secret } = asked
  refuse(asked, ['received', 'try'], 'of no use without the id of a request')
  if (url === undefined || signature === undefined)
    throw new CommandProblem('There is nothing to verify.', 'the id of a request, or --url and --signature', {
      exitCode: 2,
    })
  const found = await client.ask<Examination>('POST', '/signature-checks', {
    url,
    signature,
    ...(method !== undefined && { method: method.toUpperCase() }),
    ...(param && { parameters: param.map(pairOf) }),
    ...(body !== undefined && { body }),
    ...(account !== undefined && { account }),
    ...(authToken !== undefined && { authToken }),
    ...(host && { hosts: host }),
    ...(secret && { secrets: secret }),
  })
  const { valid, likely } = found
  tell(found, [...signedLines(found), ...(valid ? ['The signature is right.'] : likelyLines(likely))])
  if (!valid) throw new CommandProblem('The signature is not right.', nextOf(found))
}

/** Options that mean nothing where they are given are not passed over in silence. */
function refuse(asked: Asked, names: readonly (keyof Asked)[], why: string): void {
  const given = names.filter((name) => asked[name] !== undefined)
  if (given.length === 0) return
  const flags = given.map((name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`)
  throw new CommandProblem(`Not understood: ${flags.join(', ')}, ${why}.`, '`trunkline webhooks verify --help`', {
    exitCode: 2,
  })
}

function signedLines({ method, url, signed, signature }: Examination): string[] {
  return [
    `${method} ${url}`,
    'What is signed:',
    // A line end in it would look like one of ours.
    /[\n\r\t]/.test(signed) ? JSON.stringify(signed) : signed,
    ...(signature === null ? [] : [`X-Twilio-Signature: ${signature}`]),
  ]
}

function guessLines({ guesses }: Examination): string[] {
  return ['', 'With a mistake:', ...guesses.map(({ mistake, signature }) => `  ${signature}  ${mistake}`)]
}

const likelyLines = (likely: Mistake | null): string[] =>
  likely ? [`Mistake: ${likely.mistake}`, likely.words] : ['No mistake that is known comes to this signature.']

const nextOf = ({ likely }: Pick<Examination, 'likely'>): string =>
  likely?.fix ?? '--host and --secret with what the application knows, or docs/guide/signatures.md'
