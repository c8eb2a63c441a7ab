import { type Permission, readCountries } from '../domain/permission.ts'
import { absent, add, change, outcome } from '../domain/write.ts'
import { accountOf, accountPath } from './control-account.ts'
import { kind, orNull } from './kinds.ts'
import { optional, route } from './route.ts'
import { listOf, object, orNull as orNullShape, text } from './shape.ts'

const permissions = object({ sms: orNullShape(listOf(text)), voice: orNullShape(listOf(text)) })

const countries = orNull(
  kind(
    listOf(text).schema,
    'null or a list of "all", "home" and country codes, such as ["home", "GB"]',
    (value): readonly string[] | undefined =>
      Array.isArray(value) && value.every((word) => typeof word === 'string')
        ? (readCountries(value) ?? undefined)
        : undefined,
  ),
)

const view = ({ sms, voice }: Omit<Permission, 'accountSid'>) => ({ sms, voice })

/** Where an account may write to and call. Null is what the server's settings say of every account. */
export const permissionRoutes = [
  route({
    method: 'GET',
    at: '/accounts/{sid}/permissions',
    words: 'Where an account may write (`sms`) and call (`voice`); null is what the server’s settings say.',
    modes: 'both',
    path: accountPath,
    find: accountOf,
    answer: permissions,
    deed: async ({ found }, { ledger }) => view(await ledger.permissions.of(found.sid)),
  }),
  route({
    method: 'PUT',
    at: '/accounts/{sid}/permissions',
    words: 'Sets where it may write and call.',
    modes: 'development',
    path: accountPath,
    find: accountOf,
    body: {
      sms: optional(countries, 'Where it may write: null, or a list of `all`, `home` and codes of countries.'),
      voice: optional(countries, 'Where it may call, in the same words.'),
    },
    answer: permissions,
    async deed({ found: { sid: accountSid }, body }, { ledger }) {
      const empty: Permission = { accountSid, sms: null, voice: null }
      const isNew = absent('permission', 'accountSid', accountSid)
      // Whichever holds: there is a record to change, or none yet.
      const added = await ledger.keep(outcome([add('permission', { ...empty, ...body })], [isNew]))
      if (!added.kept) await ledger.keep(outcome([change('permission', accountSid, body)]))
      return view(await ledger.permissions.of(accountSid))
    },
  }),
]
