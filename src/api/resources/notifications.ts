import { deleteNotification } from '../../accounts/delete-notification.ts'
import type { Notification } from '../../domain/notification.ts'
import { moreInfo, Problem } from '../../domain/problem.ts'
import { isSid } from '../../domain/sid.ts'
import { type DateFilter, dateSpan, rangeOf } from '../date-filter.ts'
import { type Fields, field } from '../field.ts'
import { count, httpMethod, integer, link, moment, sid, text, url } from '../kind.ts'
import { param } from '../param.ts'
import { type Call as Asked, listing, type Resource, verb } from '../resource.ts'
import { classic } from '../wire/classic.ts'

/** What lists leave out. */
type Details = 'requestVariables' | 'requestHeaders' | 'responseHeaders' | 'responseBody'
export type Shown = Omit<Notification, Details> & Partial<Pick<Notification, Details>>

export const notificationFields = {
  accountSid: field(sid('AC'), 'The account that it is for.', (one) => one.accountSid),
  apiVersion: field(text, 'The version in which it happened.', (one) => one.apiVersion),
  callSid: field(sid('CA'), 'The call that it is about.', (one) => one.callSid),
  dateCreated: field(moment, 'When it was kept.', (one) => one.dateCreated),
  dateUpdated: field(moment, 'When it last changed.', (one) => one.dateUpdated),
  errorCode: field(count, 'What went wrong, as a number.', (one) => one.errorCode),
  log: field(count, '`0` for an error, `1` for a warning.', (one) => one.log),
  messageDate: field(moment, 'When it happened.', (one) => one.messageDate),
  messageText: field(text, 'What went wrong, as a query string.', (one) => one.messageText),
  moreInfo: field(url, 'Where the code is explained.', (one) => moreInfo(one.errorCode)),
  requestMethod: field(httpMethod, 'How the application was asked.', (one) => one.requestMethod),
  requestUrl: field(url, 'Where it was asked.', (one) => one.requestUrl),
  requestVariables: field(text, 'What it was told, as a query string; not in lists.', (one) => one.requestVariables),
  responseBody: field(text, 'The beginning of what it answered; not in lists.', (one) => one.responseBody),
  responseHeaders: field(text, 'The headers of that, as a query string; not in lists.', (one) => one.responseHeaders),
  sid: field(sid('NO'), 'Names the notification.', (one) => one.sid),
  uri: field(
    link,
    'Where the notification is.',
    ({ accountSid, sid }) => `/Accounts/${accountSid}/Notifications/${sid}`,
  ),
} satisfies Fields<Shown>

const notification = {
  name: 'Notification',
  plural: 'Notifications',
  collection: 'notifications',
  doc: 'That something went wrong between the application and the platform.',
  sidPrefixes: ['NO'],
  fields: notificationFields,
  xmlOrder: {
    instance: [
      'sid',
      'accountSid',
      'callSid',
      'log',
      'errorCode',
      'moreInfo',
      'messageText',
      'messageDate',
      'responseBody',
      'requestMethod',
      'requestUrl',
      'requestVariables',
      'responseHeaders',
      'dateCreated',
      'apiVersion',
      'dateUpdated',
      'uri',
    ],
  },
}

const listOf = (doc: string, callSidOf: (asked: Asked) => Promise<string | undefined>) =>
  listing({
    doc,
    params: {
      log: param(integer(0, 1), 'Only errors (0) or only warnings (1).'),
      on: param(dateSpan, 'Only those of this day, in GMT.', { wireName: 'MessageDate' }),
      onOrAfter: param(dateSpan, 'Only those from then on.', { wireName: 'MessageDate>' }),
      onOrBefore: param(dateSpan, 'Only those until then.', { wireName: 'MessageDate<' }),
    },
    async run(input, asked, page) {
      const filter = { callSid: await callSidOf(asked), ...filterOf(input) }
      const { rows, ...rest } = await asked.has.ledger.notifications.list(asked.account.sid, filter, page)
      return { ...rest, rows: rows.map(withoutDetails) }
    },
    async count(input, asked) {
      const filter = { callSid: await callSidOf(asked), ...filterOf(input) }
      return asked.has.ledger.notifications.count(asked.account.sid, filter)
    },
    standingOf: ({ sid, dateCreated }: Shown) => ({ sid, at: dateCreated, created: dateCreated }),
  })

function filterOf({ log, ...dates }: DateFilter & { log?: number }) {
  const { from: happenedFrom, before: happenedBefore } = rangeOf(dates)
  return { log, happenedFrom, happenedBefore }
}

export const notifications: Resource<Shown> = {
  ...notification,
  mounts: [{ style: classic, path: '/Accounts/:accountSid/Notifications' }],
  list: listOf('Lists notifications, newest first.', () => Promise.resolve(undefined)),
  fetch: {
    doc: 'Fetches a notification.',
    run: ({ account, sid, has }) => has.ledger.notifications.find(account.sid, sid),
  },
  remove: verb({
    doc: 'Deletes a notification.',
    params: {},
    run: (_, { has }, { sid }: Shown) => deleteNotification({ sid }, has),
  }),
}

export const callNotifications: Resource<Shown> = {
  ...notification,
  doc: 'That something went wrong between the application and the platform in a call.',
  mounts: [{ style: classic, path: '/Accounts/:accountSid/Calls/:callSid/Notifications' }],
  list: listOf('Lists the notifications of a call, newest first.', callNamed),
  fetch: {
    doc: 'Fetches a notification of a call.',
    async run(asked) {
      const found = await asked.has.ledger.notifications.find(asked.account.sid, asked.sid)
      return found?.callSid === asked.params['callSid'] ? found : null
    },
  },
}

/** As lists show it. */
export function withoutDetails(all: Notification): Shown {
  const {
    requestVariables: _told,
    requestHeaders: _asked,
    responseHeaders: _headers,
    responseBody: _body,
    ...rest
  } = all
  return rest
}

/** The call of the path, which must be there. */
export async function callNamed({ account, params, path, has }: Asked): Promise<string> {
  const { callSid = '' } = params
  const found = isSid('CA', callSid) ? await has.ledger.calls.find(account.sid, callSid) : null
  if (!found) throw new Problem('notFound', { path })
  return found.sid
}
