import { addressOf, type Asked, controlAddress, type Operation } from '../control.ts'
import { queries } from '../queries.ts'
import { sessionQuery } from '../session.ts'
import { curlLine, plainOrQuoted } from './curl-line.ts'
import { shellWord } from './shell-word.ts'

/** How a deed is done without the page, in each way that there is. */
export type Counterparts = Readonly<Partial<Record<Way, string>>>

export const ways = ['curl', 'CLI', 'test', 'address'] as const
type Way = (typeof ways)[number]

type Values = Readonly<Record<string, unknown>>

/** An operation of the control API for curl, by the very types by which pages ask it. */
export function controlCurl<O extends Operation>(operation: O, asked: Asked<O> = {}): string {
  const method = operation.slice(0, operation.indexOf(' '))
  const query = Object.entries((asked.query ?? {}) as Values).filter(([, value]) => value !== undefined && value !== '')
  // What an address would spell in code is given apart, to be read and changed.
  const isReadable = query.every(([, value]) => encodeURIComponent(String(value)) === String(value))
  const url = location.origin + addressOf(operation, isReadable ? asked : { ...asked, query: undefined })
  const words = [
    ...(isReadable ? [] : ['-G']),
    ...(method === 'GET' || (method === 'POST' && asked.body) ? [] : ['-X', method]),
    plainOrQuoted(url),
    ...(isReadable
      ? []
      : query.flatMap(([name, value]) => ['--data-urlencode', shellWord(`${name}=${String(value)}`)])),
    ...authorization(),
    ...(asked.body ? ['-H', `'Content-Type: application/json'`, '-d', shellWord(JSON.stringify(asked.body))] : []),
  ]
  return ['curl', ...words].join(' ')
}

/** A request to the REST API for curl: below an account, as that account or as said. */
export function restCurl(
  account: string,
  path: string,
  { method, form = [], user = `${account}:$TWILIO_AUTH_TOKEN` }: RestRequest = {},
): string {
  const options = form.map(([name, value]) => ['--data-urlencode', `${name}=${value}`] as const)
  // In double quotes, so that a shell puts the token in.
  const flags = ['-u', `"${user}"`, ...(method === undefined ? [] : ['-X', method])]
  return curlLine(`${location.origin}/2010-04-01/Accounts/${account}${path}`, options, flags)
}

interface RestRequest {
  method?: 'DELETE'
  form?: readonly (readonly [string, string])[]
  user?: string
}

/** Where programs need a token, curl shows it; it stands in the environment, as for `trunkline`. */
const authorization = (): readonly string[] =>
  queries.getQueryData(sessionQuery.queryKey)?.login === 'in'
    ? ['-H', '"Authorization: Bearer $TRUNKLINE_CONTROL_TOKEN"']
    : []

type Flags = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** A command of `trunkline`, with what it is about and its flags: `cliLine('phone set', [number], { behaviour })`. */
export function cliLine(command: string, about: readonly string[] = [], flags: Flags = {}): string {
  const options = Object.entries({ ...flags, ...(isUsualServer() ? {} : { server: location.origin }) }).flatMap(
    ([name, given]) =>
      (Array.isArray(given) ? (given as readonly string[]) : [given]).flatMap((value: Flags[string]) =>
        value === undefined || value === false
          ? []
          : [`--${name}`, ...(value === true ? [] : [plainOrQuoted(String(value))])],
      ),
  )
  const words = about.map(plainOrQuoted)
  // A text that begins as a flag does is none behind two dashes.
  const rest = about.some((word) => word.startsWith('-')) ? [...options, '--', ...words] : [...words, ...options]
  return ['trunkline', command, ...rest].join(' ')
}

/** Where `trunkline` looks for a server by itself. */
const isUsualServer = () => ['http://127.0.0.1:4010', 'http://localhost:4010'].includes(location.origin)

/** Where a page of the console is, to be opened. */
export const pageAddress = (path: string): string => location.origin + controlAddress.replace(/\/v1$/, path)
