import type { Message, MessageFilter } from '../../domain/message.ts'
import { kindOfSender } from '../../domain/sender.ts'
import { type DateFilter, dateSpan, rangeOf } from '../date-filter.ts'
import { text } from '../kind.ts'
import { param } from '../param.ts'
import { type Listing, listing } from '../resource.ts'

/** Farther than any list is long. */
const everyOne = 1_000_000_000

/**
 * The list of an account's messages, which every view of them has. It says how long it is up to this length; without one, only where
 * every list says so.
 */
export const messageList = (countedAtMost?: number): Listing<Message> =>
  listing({
    doc: 'Lists messages, last sent first; those that wait come before.',
    params: {
      to: param(text, 'Only those to this address.'),
      from: param(text, 'Only those from this address.'),
      on: param(dateSpan, 'Only those sent on this day, in GMT.', { wireName: 'DateSent' }),
      onOrAfter: param(dateSpan, 'Only those sent then or later.', { wireName: 'DateSent>' }),
      onOrBefore: param(dateSpan, 'Only those sent then or earlier; of a day, its midnight.', {
        wireName: 'DateSent<',
      }),
    },
    async run(input, { account, has }, page) {
      const { messages } = has.ledger
      const filter = filterOf(input)
      const [found, total] = await Promise.all([
        messages.list(account.sid, filter, page),
        countedAtMost === undefined ? undefined : messages.count(account.sid, filter, countedAtMost),
      ])
      return total === undefined ? found : { ...found, total }
    },
    count: (input, { account, has }) => has.ledger.messages.count(account.sid, filterOf(input), everyOne),
    standingOf: ({ sid, dateListed, dateCreated }: Message) => ({ sid, at: dateListed, created: dateCreated }),
  })

function filterOf({ to, from, ...dates }: { to?: string; from?: string } & DateFilter): MessageFilter {
  const { from: sentFrom, before: sentBefore } = rangeOf(dates)
  return { to: addressOf(to), from: addressOf(from), sentFrom, sentBefore }
}

/** As messages keep it, whatever way it was written. */
function addressOf(raw: string | undefined): string | undefined {
  if (raw === undefined) return undefined
  const address = kindOfSender(raw)
  return address.kind === 'invalid' ? raw : address.value
}
