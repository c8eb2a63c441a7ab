import { type WebhookAttempt, webhookKinds } from '../webhook.ts'
import { type SearchList, key } from './search.ts'
import { duration, moment, number, oneOf, pattern } from './value-kinds.ts'

/** What requests to applications are searched by. What people said in them is not searched: it is found by its message. */
export const webhookSearch: SearchList<WebhookAttempt> = {
  keys: {
    code: key(number, 'The status of the answer.', (test) => ({ field: 'responseStatus', ...test })),
    slow: key(duration, 'How long the answer took.', (test) => ({ field: 'duration', ...test })),
    kind: key(oneOf(webhookKinds), 'What was told or asked.', (to) => ({ field: 'kind', is: 'equal', to })),
    url: key(pattern, 'The address that was called.', (test) => ({ field: 'url', ...test })),
    method: key(oneOf(['get', 'post']), 'The method.', (word) => ({
      field: 'method',
      is: 'equal',
      to: word.toUpperCase(),
    })),
    failed: key(oneOf(['yes', 'no']), 'Whether it counts as failed.', (word) => ({
      field: 'errorCode',
      is: 'absent',
      not: word === 'yes',
    })),
    error: key(number, 'The code of what went wrong.', (test) => ({ field: 'errorCode', ...test })),
    subject: key(pattern, 'The SID of the message, call and so on that it is about.', (test) => ({
      field: 'subject',
      ...test,
    })),
    account: key(pattern, 'The account that it belongs to.', (test) => ({ field: 'accountSid', ...test })),
    id: key(pattern, 'Its own id.', (test) => ({ field: 'id', ...test })),
    after: key(moment, 'Made then or later.', (from) => ({ field: 'at', is: 'between', from })),
    before: key(moment, 'Made earlier.', (below) => ({ field: 'at', is: 'between', below })),
  },
  texts: ['url', 'error'],
}
