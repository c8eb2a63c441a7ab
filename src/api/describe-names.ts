import { schemaName, shownAs } from './describe-shape.ts'
import type { Mount } from './resource.ts'
import type { Style } from './wire/style.ts'

interface Named {
  name: string
  plural: string
  created?: { shape?: { name: string } }
  list?: unknown
}

export const recordName = ({ name }: Named, style: Style): string => schemaName(name, style)

export const listName = ({ name }: Named, style: Style): string => schemaName(`${name}List`, style)

/** What is answered to a creation may have more in it than the record later, and has a name of its own then. */
export const createdName = ({ name, created }: Named, style: Style): string =>
  schemaName(
    created?.shape === undefined ? name : created.shape.name === name ? `New${name}` : created.shape.name,
    style,
  )

/** `Incoming phone numbers`, `Balance`; those of the first version are told apart. */
export function tagOf({ name, plural, list }: Named, style: Style): string {
  const called = list ? plural.replace(/List$/, '') : name
  const words = inWords(called)
  return words.charAt(0).toUpperCase() + words.slice(1) + ofVersion(style, (version) => ` (${version})`)
}

/** `incoming phone number`, `SMS message` */
export const inWords = (name: string): string =>
  (name.match(/[A-Z]+(?![a-z])|[A-Za-z][a-z]*/g) ?? [name])
    .map((word) => (/^[A-Z]{2}/.test(word) ? word : word.toLowerCase()))
    .join(' ')

/** `ListUsageRecordDaily`, `CreateMessageFeedback`: the verb, what it is done to, and where that is, unless the name says so. */
export function operationId(verb: string, { name, plural }: Named, { path, style }: Mount): string {
  const parts = path.split('/').filter((part) => part !== '' && !part.startsWith(':') && part !== 'Accounts')
  const joined = parts.join('')
  const at = joined.lastIndexOf(plural)
  const before = at < 0 ? parts.slice(0, -1).join('') : joined.slice(0, at)
  const after = at < 0 ? '' : joined.slice(at + plural.length)
  return verb + singular(before, name) + name + after + ofVersion(style, (version) => version.slice(0, 4))
}

/** `Calls` before `Recording` is `Call`; what the name begins with is not said twice. */
function singular(before: string, name: string): string {
  const one = before.replace(/s$/, '')
  return name.startsWith(one) ? '' : one
}

const ofVersion = (style: Style, write: (version: string) => string): string =>
  shownAs(style).format === 'xml' ? write(style.version) : ''
