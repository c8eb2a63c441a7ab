import { moreInfo, type Refusal } from '../domain/problem.ts'
import { type Fields, field } from './field.ts'
import { integer, text, url } from './kind.ts'
import { representations } from './wire/representation.ts'

const fields: Fields<Refusal> = {
  code: field(integer(), 'What was wrong, as a number that documentation and programs agree on.', ({ code }) => code),
  detail: field(text, 'More about it.', ({ detail }) => detail),
  message: field(text, 'What was wrong, in words.', ({ message }) => message),
  moreInfo: field(url, 'Where the code is explained.', ({ code }) => moreInfo(code)),
  status: field(integer(), 'The HTTP status.', ({ status }) => status),
}

/** What a request that failed is answered with. */
export const failure = {
  name: 'RestException',
  plural: 'RestExceptions',
  collection: 'rest_exceptions',
  fields,
  xmlOrder: { instance: ['status', 'message', 'code', 'detail', 'moreInfo'] },
}

export const failureIn = representations(failure)
