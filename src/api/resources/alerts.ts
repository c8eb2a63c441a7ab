import type { Instant } from '../../domain/clock.ts'
import { dateSpan } from '../date-filter.ts'
import { type Fields, field } from '../field.ts'
import type { Span } from '../iso-date.ts'
import { link, oneOf, sid, text } from '../kind.ts'
import { param } from '../param.ts'
import { listing, type Resource } from '../resource.ts'
import { monitor } from '../wire/v1.ts'
import { notificationFields, type Shown, withoutDetails } from './notifications.ts'

/** Each at the place that a notification's `log` names. Nothing that is told here is a notice, or for debugging. */
const levels = ['error', 'warning', 'notice', 'debug'] as const

const fields: Fields<Shown> = {
  accountSid: notificationFields.accountSid,
  alertText: notificationFields.messageText,
  apiVersion: notificationFields.apiVersion,
  dateCreated: notificationFields.dateCreated,
  dateGenerated: notificationFields.messageDate,
  dateUpdated: notificationFields.dateUpdated,
  errorCode: notificationFields.errorCode,
  logLevel: field(oneOf(levels), 'How bad it is: `error` or `warning`.', ({ log }) => levels[log]),
  moreInfo: notificationFields.moreInfo,
  requestMethod: notificationFields.requestMethod,
  requestUrl: notificationFields.requestUrl,
  requestVariables: notificationFields.requestVariables,
  resourceSid: field(text, 'The message, the call or whatever else it is about.', (one) => one.resourceSid),
  responseBody: notificationFields.responseBody,
  responseHeaders: notificationFields.responseHeaders,
  requestHeaders: field(
    text,
    'With which headers it was asked, as a query string; not in lists.',
    (one) => one.requestHeaders,
  ),
  sid: field(sid('NO'), 'Names the alert, and its notification.', (one) => one.sid),
  url: field(link, 'Where the alert is.', (one) => `/Alerts/${one.sid}`),
  serviceSid: field(text, 'Reserved: there is none.', () => null),
}

/** Alerts can be read for so long. */
const period = 30 * 86_400_000

export const alerts: Resource<Shown> = {
  name: 'Alert',
  plural: 'Alerts',
  collection: 'alerts',
  doc: 'That something went wrong between the application and the platform, as notifications tell it, for thirty days.',
  mounts: [{ style: monitor, path: '/Alerts' }],
  sidPrefixes: ['NO'],
  fields,
  list: listing({
    doc: 'Lists alerts, newest first.',
    params: {
      logLevel: param(oneOf(levels), 'Only those of this level.'),
      startDate: param(dateSpan, 'Only those from then on, in GMT.'),
      endDate: param(dateSpan, 'Only those until then; of a day, until its end.'),
    },
    async run({ logLevel, startDate, endDate }, { account, has }, page) {
      const filter = {
        ...(logLevel && { log: levels.indexOf(logLevel) }),
        ...(endDate && { happenedBefore: endDate.until }),
        happenedFrom: beginning(startDate, has.clock.now()),
      }
      const { rows, ...rest } = await has.ledger.notifications.list(account.sid, filter, page)
      return { ...rest, rows: rows.map(withoutDetails) }
    },
    standingOf: ({ sid, dateCreated }: Shown) => ({ sid, at: dateCreated, created: dateCreated }),
  }),
  fetch: {
    doc: 'Fetches an alert.',
    async run({ account, sid, has }) {
      const found = await has.ledger.notifications.find(account.sid, sid)
      return found && found.messageDate >= beginning(undefined, has.clock.now()) ? found : null
    },
  },
}

const beginning = (startDate: Span | undefined, now: Instant): Instant => Math.max(startDate?.from ?? 0, now - period)
