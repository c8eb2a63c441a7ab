import { type Fields, field, group } from './field.ts'
import type { Answer } from './headers.ts'
import { link, text } from './kind.ts'
import { classic } from './wire/classic.ts'
import { original } from './wire/original.ts'
import { representations } from './wire/representation.ts'
import type { Style, Suffix } from './wire/style.ts'

const fields: Fields<Style> = {
  name: field(text, 'The version.', ({ version }) => version),
  uri: field(link, 'Where it is.', () => ''),
  subresourceUris: group('What it has.', { accounts: field(link, 'Its accounts.', () => '/Accounts') }),
}

const writers = representations({ name: 'Version', plural: 'Versions', collection: 'versions', fields })

/** What a version of the API says of itself, to anybody. */
export const versionEndpoints: readonly { path: string; answer: Answer }[] = [classic, original].flatMap((style) =>
  Object.entries(style.representations).map(([suffix, representation]) => {
    const { contentType, one } = writers[representation]
    return {
      path: style.root + suffix,
      answer: { status: 200, contentType, body: one(style, { style, origin: '', suffix: suffix as Suffix }) },
    }
  }),
)
