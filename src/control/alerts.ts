import { anyText, numberFrom } from './kinds.ts'
import { pageFields, pageOf } from './paging.ts'
import { optional, route } from './route.ts'
import { listOf, moment, object, oneOf, orNull, text, whole } from './shape.ts'
import { alertFields, alertView, momentView } from './views.ts'

const ofAccount = { account: optional(anyText, 'Only those of this account.') }

/** What went wrong between applications and us. */
export const alertRoutes = [
  route({
    method: 'GET',
    at: '/alerts',
    words: 'What went wrong between applications and this server, newest first.',
    modes: 'both',
    query: {
      ...pageFields,
      ...ofAccount,
      code: optional(numberFrom(10_000, 99_999), 'Only those of this error code.'),
    },
    answer: object({
      alerts: listOf(object({ ...alertFields, accountSid: text, subject: orNull(text) })),
      before: orNull(text),
    }),
    async deed({ query: { account, code, limit, before } }, { ledger }) {
      const filter = { ...(account !== undefined && { accountSid: account }), ...(code && { errorCode: code }) }
      const found = await ledger.notifications.latest(filter, ...pageOf({ limit, before }))
      const alerts = found.rows.map((one) => {
        return { ...alertView(one), accountSid: one.accountSid, subject: one.resourceSid ?? one.callSid }
      })
      return { alerts, before: found.before }
    },
  }),
  route({
    method: 'GET',
    at: '/alert-codes',
    words: 'The same by error code, the most frequent first: of the newest 10,000.',
    modes: 'both',
    query: ofAccount,
    answer: object({
      codes: listOf(
        object({ errorCode: whole, level: oneOf(['error', 'warning']), count: whole, first: moment, last: moment }),
      ),
    }),
    async deed({ query: { account = null } }, { ledger }) {
      const groups = await ledger.notifications.byCode(account)
      return {
        codes: groups.map(({ first, last, ...group }) => {
          return { ...group, first: momentView(first), last: momentView(last) }
        }),
      }
    },
  }),
]
