import { type Message, messageDirections, messageStatuses } from '../message.ts'
import { type SearchList, key } from './search.ts'
import { moment, number, oneOf, pattern } from './value-kinds.ts'

/** What messages are searched by. */
export const messageSearch: SearchList<Message> = {
  keys: {
    to: key(pattern, 'The address that it goes to.', (test) => ({ field: 'to', ...test })),
    from: key(pattern, 'The address that it comes from.', (test) => ({ field: 'from', ...test })),
    status: key(oneOf(messageStatuses), 'Its status now.', (to) => ({ field: 'status', is: 'equal', to })),
    code: key(number, 'Why it failed.', (test) => ({ field: 'errorCode', ...test })),
    direction: key(oneOf(messageDirections), 'Which way it goes.', (to) => ({ field: 'direction', is: 'equal', to })),
    service: key(pattern, 'The messaging service that it belongs to.', (test) => ({
      field: 'messagingServiceSid',
      ...test,
    })),
    account: key(pattern, 'The account that it belongs to.', (test) => ({ field: 'accountSid', ...test })),
    sid: key(pattern, 'Its own SID.', (test) => ({ field: 'sid', ...test })),
    media: key(oneOf(['yes', 'no']), 'Whether it has media.', (word) => ({
      field: 'mediaUrls',
      is: 'empty',
      not: word === 'yes',
    })),
    after: key(moment, 'Created then or later.', (from) => ({ field: 'dateCreated', is: 'between', from })),
    before: key(moment, 'Created earlier.', (below) => ({ field: 'dateCreated', is: 'between', below })),
  },
  texts: ['body', 'to', 'from'],
}
