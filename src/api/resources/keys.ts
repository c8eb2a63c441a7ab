import { createKey, type NewKey } from '../../accounts/create-key.ts'
import { deleteKey } from '../../accounts/delete-key.ts'
import { renameKey } from '../../accounts/rename-key.ts'
import type { ApiKey } from '../../domain/api-key.ts'
import { type Fields, field } from '../field.ts'
import { moment, sid, text } from '../kind.ts'
import { param } from '../param.ts'
import { listing, type Resource, verb } from '../resource.ts'
import { classic } from '../wire/classic.ts'

const fieldsOf = <T extends ApiKey>(): Fields<T> => ({
  sid: field(sid('SK'), 'Names the key, and is the username that goes with its secret.', (key) => key.sid),
  friendlyName: field(text, 'A name for people.', (key) => key.friendlyName),
  dateCreated: field(moment, 'When it was made.', (key) => key.dateCreated),
  dateUpdated: field(moment, 'When it was last changed.', (key) => key.dateUpdated),
})

const friendlyName = param(text, 'A name for people, up to 64 characters.')

const names = { keys: ['Key', 'Keys', 'keys'], signingKeys: ['SigningKey', 'SigningKeys', 'signing_keys'] } as const

/** The two addresses of one store: a key that was made at one is there at the other, too. */
function resourceAt([name, plural, collection]: (typeof names)[keyof typeof names]): Resource<ApiKey, NewKey> {
  const naming = { name, plural, collection }
  return {
    ...naming,
    doc: 'Credentials of an account that can be taken back one by one. They open all but accounts and keys.',
    mounts: [{ style: classic, path: `/Accounts/:accountSid/${plural}` }],
    sidPrefixes: ['SK'],
    tokenOnly: true,
    fields: fieldsOf(),
    list: listing({
      doc: 'Lists the keys, newest first.',
      params: {},
      run: (_filter, { account, has }, page) => has.ledger.apiKeys.list(account.sid, {}, page),
      standingOf: ({ sid, dateCreated }: ApiKey) => ({ sid, at: dateCreated, created: dateCreated }),
    }),
    create: verb({
      doc: 'Makes a key. Its secret is in this answer, and never again.',
      params: { friendlyName },
      run: (input, { account, has }) => createKey(account, input.friendlyName, has),
    }),
    created: {
      shape: {
        ...naming,
        fields: {
          ...fieldsOf<NewKey>(),
          secret: field(text, 'The password that goes with the SID.', (key) => key.secret),
        },
      },
      shownOnce: true,
    },
    fetch: {
      doc: 'Fetches a key, without its secret.',
      run: ({ account, sid, has }) => has.ledger.apiKeys.find(account.sid, sid),
    },
    update: verb({
      doc: 'Renames a key.',
      params: { friendlyName },
      run: (input, { has }, key: ApiKey) => renameKey(key, input.friendlyName, has),
    }),
    remove: verb({ doc: 'Takes a key back.', params: {}, run: (_input, { has }, key: ApiKey) => deleteKey(key, has) }),
  }
}

export const keys = resourceAt(names.keys)
export const signingKeys = resourceAt(names.signingKeys)
