import { changeShortCode } from '../../accounts/change-short-code.ts'
import type { ShortCode } from '../../domain/short-code.ts'
import { field } from '../field.ts'
import { httpMethod, link, moment, oneOf, sid, text, url } from '../kind.ts'
import { param } from '../param.ts'
import { listing, type Resource, verb } from '../resource.ts'
import { classic } from '../wire/classic.ts'

/** Short codes are granted by who runs the server: the API neither makes nor removes them. */
export const shortCodes: Resource<ShortCode> = {
  name: 'ShortCode',
  plural: 'ShortCodes',
  collection: 'short_codes',
  doc: 'A number of five or six digits that the account may send from.',
  mounts: [{ style: classic, path: '/Accounts/:accountSid/SMS/ShortCodes' }],
  sidPrefixes: ['SC'],
  fields: {
    sid: field(sid('SC'), 'Names the short code.', (code) => code.sid),
    accountSid: field(sid('AC'), 'The account that has it.', (code) => code.accountSid),
    friendlyName: field(text, 'A name for people; its digits unless said.', (code) => code.friendlyName),
    shortCode: field(text, 'Its digits.', (code) => code.shortCode),
    dateCreated: field(moment, 'When it was granted.', (code) => code.dateCreated),
    dateUpdated: field(moment, 'When it was last changed.', (code) => code.dateUpdated),
    apiVersion: field(text, 'In which version its messages are handled.', ({ settings }) => settings.apiVersion),
    smsUrl: field(url, 'Asked what to do when a message comes.', ({ settings }) => settings.smsUrl),
    smsMethod: field(httpMethod, 'How it is asked.', ({ settings }) => settings.smsMethod),
    smsFallbackUrl: field(url, 'Asked when the first fails.', ({ settings }) => settings.smsFallbackUrl),
    smsFallbackMethod: field(httpMethod, 'How that is asked.', ({ settings }) => settings.smsFallbackMethod),
    uri: field(link, 'Where the short code is.', (code) => `/Accounts/${code.accountSid}/SMS/ShortCodes/${code.sid}`),
  },
  list: listing({
    doc: 'Lists short codes, newest first.',
    params: {
      shortCode: param(text, 'Only those in which this pattern is found; `*` is any digit.'),
      friendlyName: param(text, 'Only those with exactly this name.'),
    },
    run: (filter, { account, has }, page) => has.ledger.shortCodes.list(account.sid, filter, page),
    standingOf: ({ sid, dateCreated }: ShortCode) => ({ sid, at: dateCreated, created: dateCreated }),
  }),
  fetch: {
    doc: 'Fetches a short code.',
    run: ({ account, sid, has }) => has.ledger.shortCodes.find(account.sid, sid),
  },
  update: verb({
    doc: 'Changes what happens when somebody writes to a short code.',
    params: {
      friendlyName: param(text, 'A name for people, up to 64 characters.'),
      apiVersion: param(oneOf(['2010-04-01', '2008-08-01']), 'In which version its messages are handled.'),
      smsUrl: param(url, 'Asked what to do when a message comes.'),
      smsMethod: param(httpMethod, 'How it is asked: GET or POST.'),
      smsFallbackUrl: param(url, 'Asked when the first fails.'),
      smsFallbackMethod: param(httpMethod, 'How that is asked.'),
    },
    run: (chosen, { has }, code: ShortCode) => changeShortCode(code, chosen, has),
  }),
}
