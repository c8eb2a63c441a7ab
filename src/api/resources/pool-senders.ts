import type { MessagingService } from '../../domain/messaging-service.ts'
import type { PoolSender, PoolSenderKind } from '../../domain/pool-sender.ts'
import { Problem } from '../../domain/problem.ts'
import { addSender, type Candidate } from '../../messaging/services/add-sender.ts'
import { nameCandidate, numberCandidate, shortCodeCandidate } from '../../messaging/services/candidates.ts'
import { removeSender } from '../../messaging/services/remove-sender.ts'
import { type Fields, field } from '../field.ts'
import { link, moment, sid, text, words } from '../kind.ts'
import { param } from '../param.ts'
import { type Call, listing, type Resource, verb } from '../resource.ts'
import { v1 } from '../wire/v1.ts'

/** The service that the path names. */
async function serviceIn({ account, params, path, has }: Call): Promise<MessagingService> {
  const service = await has.ledger.messagingServices.find(account.sid, params.serviceSid ?? '')
  if (!service) throw new Problem('notFound', { path })
  return service
}

async function add(call: Call, find: () => Promise<Candidate | null>): Promise<PoolSender> {
  const added = await addSender(await serviceIn(call), find, call.has)
  if (!added) throw new Problem('notFound', { path: call.path })
  return added
}

const before: Fields<PoolSender> = {
  accountSid: field(sid('AC'), 'The account that owns it.', (sender) => sender.accountSid),
  serviceSid: field(sid('MG'), 'The service whose pool it is in.', (sender) => sender.serviceSid),
  dateCreated: field(moment, 'When it came into the pool.', (sender) => sender.dateCreated),
  dateUpdated: field(moment, 'When it last changed there.', (sender) => sender.dateUpdated),
}
const country = field(text, 'The country that it belongs to (ISO 3166).', (sender: PoolSender) => sender.country)

/** What the three kinds of senders have alike, each at its own path. */
const ofKind = (kind: PoolSenderKind, path: string, prefix: string, own: Fields<PoolSender>) =>
  ({
    mounts: [{ style: v1, path: `/Services/:serviceSid/${path}` }],
    sidPrefixes: [prefix],
    fields: {
      sid: field(sid(prefix), 'Names the sender.', (sender) => sender.sid),
      ...before,
      ...own,
      capabilities: field(words, 'What it can do: Voice, SMS, MMS.', (sender) => sender.capabilities),
      url: field(link, 'Where it is.', (sender) => `/Services/${sender.serviceSid}/${path}/${sender.sid}`),
    },
    list: listing({
      doc: 'Lists the senders of this kind in the pool, newest first.',
      params: {},
      async run(_, call: Call, page) {
        const { sid: serviceSid, accountSid } = await serviceIn(call)
        return call.has.ledger.poolSenders.list(accountSid, { serviceSid, kind }, page)
      },
      standingOf: ({ sid, dateCreated }: PoolSender) => ({ sid, at: dateCreated, created: dateCreated }),
    }),
    fetch: {
      doc: 'Fetches a sender of the pool.',
      async run({ account, params, sid, has }: Call) {
        const sender = await has.ledger.poolSenders.find(account.sid, sid)
        return sender?.serviceSid === params.serviceSid && sender?.kind === kind ? sender : null
      },
    },
    remove: verb({
      doc: 'Takes a sender out of the pool. It stays with the account.',
      params: {},
      run: (_, { has }, sender: PoolSender) => removeSender(sender, has),
    }),
  }) satisfies Partial<Resource<PoolSender>>

export const servicePhoneNumbers: Resource<PoolSender> = {
  name: 'ServicePhoneNumber',
  plural: 'ServicePhoneNumbers',
  collection: 'phone_numbers',
  doc: 'A number in the pool of a messaging service.',
  ...ofKind('number', 'PhoneNumbers', 'PN', {
    phoneNumber: field(text, 'The number in E.164.', ({ sender }) => sender),
    countryCode: country,
  }),
  create: verb({
    doc: 'Puts a number of the account into the pool. It may be in one pool only.',
    params: { phoneNumberSid: param(sid('PN'), 'Names the number.', { required: true }) },
    run({ phoneNumberSid }, call) {
      if (!phoneNumberSid) throw new Problem('parameterMissing', { parameter: 'PhoneNumberSid' })
      return add(call, () => numberCandidate(call.account.sid, phoneNumberSid, call.has))
    },
  }),
}

export const serviceShortCodes: Resource<PoolSender> = {
  name: 'ServiceShortCode',
  plural: 'ServiceShortCodes',
  collection: 'short_codes',
  doc: 'A short code in the pool of a messaging service.',
  ...ofKind('short-code', 'ShortCodes', 'SC', {
    shortCode: field(text, 'Its digits.', ({ sender }) => sender),
    countryCode: country,
  }),
  create: verb({
    doc: 'Puts a short code of the account into the pool. It may be in one pool only.',
    params: { shortCodeSid: param(sid('SC'), 'Names the short code.', { required: true }) },
    run({ shortCodeSid }, call) {
      if (!shortCodeSid) throw new Problem('parameterMissing', { parameter: 'ShortCodeSid' })
      return add(call, () => shortCodeCandidate(call.account.sid, shortCodeSid, call.has))
    },
  }),
}

export const alphaSenders: Resource<PoolSender> = {
  name: 'AlphaSender',
  plural: 'AlphaSenders',
  collection: 'alpha_senders',
  doc: 'An alphanumeric name in the pool of a messaging service, for countries whose networks take letters.',
  ...ofKind('alphanumeric', 'AlphaSenders', 'AI', {
    alphaSender: field(text, 'As it is written.', ({ sender }) => sender),
  }),
  create: verb({
    doc: 'Puts an alphanumeric name into the pool.',
    params: {
      alphaSender: param(text, 'Up to 11 letters, digits, blanks and signs, at least one of them a letter.', {
        required: true,
      }),
    },
    run: ({ alphaSender = '' }, call) =>
      add(call, () => nameCandidate(call.account, call.params.serviceSid ?? '', alphaSender, call.has)),
  }),
}
