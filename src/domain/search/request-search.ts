import type { RefusedRequest } from '../refused-request.ts'
import { type SearchList, key } from './search.ts'
import { moment, number, oneOf, pattern } from './value-kinds.ts'

/** What refused requests are searched by. */
export const requestSearch: SearchList<RefusedRequest> = {
  keys: {
    status: key(number, 'The HTTP status of the answer.', (test) => ({ field: 'status', ...test })),
    code: key(number, 'The error code of the answer.', (test) => ({ field: 'code', ...test })),
    method: key(oneOf(['get', 'post', 'put', 'delete', 'patch', 'head', 'options']), 'The method.', (word) => ({
      field: 'method',
      is: 'equal',
      to: word.toUpperCase(),
    })),
    path: key(pattern, 'The path, without its query.', (test) => ({ field: 'path', ...test })),
    missing: key(oneOf(['yes', 'no']), 'Whether this server has nothing at the path.', (word) => ({
      field: 'notImplemented',
      is: 'equal',
      to: word === 'yes',
    })),
    account: key(pattern, 'The account that its credentials or its path named.', (test) => ({
      field: 'accountSid',
      ...test,
    })),
    id: key(pattern, 'What `Twilio-Request-Id` said.', (test) => ({ field: 'id', ...test })),
    after: key(moment, 'Made then or later.', (from) => ({ field: 'at', is: 'between', from })),
    before: key(moment, 'Made earlier.', (below) => ({ field: 'at', is: 'between', below })),
  },
  texts: ['path', 'message'],
}
