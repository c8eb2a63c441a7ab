import { changeNumber } from '../accounts/change-number.ts'
import { buyNumber } from '../accounts/buy-number.ts'
import { findNumbers } from '../accounts/find-numbers.ts'
import { releaseNumber } from '../accounts/release-number.ts'
import type { IncomingPhoneNumber } from '../domain/incoming-phone-number.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { anyText, kind, matching, oneOf, phoneNumber, textUpTo } from './kinds.ts'
import { pageFields, pageOf } from './paging.ts'
import { optional, required, route } from './route.ts'
import { flag, listOf, object, oneOf as oneOfShape, orNull, text } from './shape.ts'

const methods = ['GET', 'POST'] as const
const types = ['local', 'tollfree', 'mobile'] as const

const number = object({
  phoneNumber: text,
  sid: text,
  accountSid: text,
  type: oneOfShape(types),
  isoCountry: text,
  capabilities: object({ voice: flag, sms: flag, mms: flag, fax: flag }),
  friendlyName: text,
  smsUrl: text,
  smsMethod: oneOfShape(methods),
  smsFallbackUrl: text,
  smsFallbackMethod: oneOfShape(methods),
  voiceUrl: text,
  voiceMethod: oneOfShape(methods),
  voiceFallbackUrl: text,
  voiceFallbackMethod: oneOfShape(methods),
  statusCallback: text,
  statusCallbackMethod: oneOfShape(methods),
})

const view = ({ settings, ...one }: IncomingPhoneNumber) => {
  const { sid, accountSid, phoneNumber, type, isoCountry, capabilities } = one
  const { friendlyName, smsUrl, smsMethod, smsFallbackUrl, smsFallbackMethod } = settings
  const { voiceUrl, voiceMethod, voiceFallbackUrl, voiceFallbackMethod } = settings
  const { statusCallback, statusCallbackMethod } = settings
  return {
    phoneNumber,
    sid,
    accountSid,
    type,
    isoCountry,
    capabilities,
    friendlyName,
    smsUrl,
    smsMethod,
    smsFallbackUrl,
    smsFallbackMethod,
    voiceUrl,
    voiceMethod,
    voiceFallbackUrl,
    voiceFallbackMethod,
    statusCallback,
    statusCallbackMethod,
  }
}

const numberPath = { number: required(phoneNumber, 'The number.') }

async function numberOf({ number: wanted }: { number: string }, { ledger }: ControlContext) {
  const found = await ledger.incomingPhoneNumbers.owner(wanted)
  if (!found) throw new ControlProblem(404, `nobody owns the number ${wanted}`)
  return found
}

const url = kind<string>({ type: 'string' }, 'an http or https address, or an empty text for none', (value) =>
  typeof value === 'string' && (value === '' || (/^https?:\/\/./i.test(value) && value.length <= 2000))
    ? value
    : undefined,
)

/** The numbers of all accounts, and what happens when somebody writes to one or calls it. */
export const numberRoutes = [
  route({
    method: 'GET',
    at: '/numbers',
    words: 'The numbers that accounts own, newest first.',
    modes: 'both',
    query: { ...pageFields, account: optional(anyText, 'Only those of this account.') },
    answer: object({ numbers: listOf(number), before: orNull(text) }),
    async deed({ query: { account = null, limit, before } }, { ledger }) {
      const found = await ledger.incomingPhoneNumbers.latest(account, ...pageOf({ limit, before }))
      return { numbers: found.rows.map(view), before: found.before }
    },
  }),
  route({
    method: 'GET',
    at: '/numbers/{number}',
    words: 'One number.',
    modes: 'both',
    path: numberPath,
    find: numberOf,
    answer: number,
    deed: ({ found }) => view(found),
  }),
  route({
    method: 'POST',
    at: '/numbers',
    words: 'Buys a number for an account: the one that is named, or any of an area code.',
    modes: 'development',
    body: {
      account: required(anyText, 'The SID of the account.'),
      number: optional(phoneNumber, 'The number; any that can exist is for sale.'),
      areaCode: optional(
        matching(/^[2-9]\d\d$/, 'a North American area code such as 415'),
        'Where, if no number is named.',
      ),
    },
    status: 201,
    answer: number,
    async deed({ body: { account: sid, number: wanted, areaCode } }, has) {
      const account = await has.ledger.accounts.find(sid)
      if (!account) throw new ControlProblem(404, `there is no account ${sid}`)
      if ((wanted === undefined) === (areaCode === undefined))
        throw new ControlProblem(400, 'send number or areaCode, one of them')
      return view(
        await buyNumber({ account, ...(wanted && { phoneNumber: wanted }), ...(areaCode && { areaCode }) }, has),
      )
    },
  }),
  route({
    method: 'PATCH',
    at: '/numbers/{number}',
    words: 'Changes who is asked what to do with what comes to a number.',
    modes: 'development',
    path: numberPath,
    find: numberOf,
    body: {
      friendlyName: optional(textUpTo(64, 1), 'What it is called.'),
      smsUrl: optional(url, 'Who is asked about messages; empty for nobody.'),
      smsMethod: optional(oneOf(methods), 'How: `GET` or `POST`.'),
      smsFallbackUrl: optional(url, 'Who is asked when that fails.'),
      smsFallbackMethod: optional(oneOf(methods), 'How.'),
      voiceUrl: optional(url, 'Who is asked about calls.'),
      voiceMethod: optional(oneOf(methods), 'How.'),
      voiceFallbackUrl: optional(url, 'Who is asked when that fails.'),
      voiceFallbackMethod: optional(oneOf(methods), 'How.'),
      statusCallback: optional(url, 'Who is told of the end of calls.'),
      statusCallbackMethod: optional(oneOf(methods), 'How.'),
    },
    answer: number,
    async deed({ found, body }, has) {
      const caller = await has.ledger.accounts.find(found.accountSid)
      if (!caller) throw new ControlProblem(404, `there is no account ${found.accountSid}`)
      return view(await changeNumber(found, { caller, settings: body }, has))
    },
  }),
  route({
    method: 'DELETE',
    at: '/numbers/{number}',
    words: 'Gives a number back.',
    modes: 'development',
    path: numberPath,
    find: numberOf,
    answer: null,
    deed: ({ found }, has) => releaseNumber(found, has),
  }),
  route({
    method: 'GET',
    at: '/numbers-for-sale',
    words: 'Some numbers that can be bought.',
    modes: 'development',
    query: {
      country: optional(matching(/^[A-Z]{2}$/, 'a country such as US'), 'Where; `US` unless said.'),
      type: optional(oneOf(types), 'Of which type; `local` unless said.'),
      areaCode: optional(
        matching(/^[2-9]\d\d$/, 'a North American area code such as 415'),
        'Only those of this area code.',
      ),
    },
    answer: object({ numbers: listOf(object({ phoneNumber: text, type: oneOfShape(types), isoCountry: text })) }),
    async deed({ query: { country = 'US', type = 'local', areaCode } }, { ledger, inventory }) {
      const search = { isoCountry: country, type, ...(areaCode && { areaCode }) }
      const found = await findNumbers(search, shown, { inventory, ledger })
      return {
        numbers: found.map((one) => ({ phoneNumber: one.phoneNumber, type: one.type, isoCountry: one.isoCountry })),
      }
    },
  }),
]

const shown = 20
