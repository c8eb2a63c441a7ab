import type { MessagingService } from '../../domain/messaging-service.ts'
import { Problem } from '../../domain/problem.ts'
import { changeService } from '../../messaging/services/change-service.ts'
import { createService } from '../../messaging/services/create-service.ts'
import { deleteService } from '../../messaging/services/delete-service.ts'
import { type Fields, field, group } from '../field.ts'
import { flag, httpMethod, integer, link, moment, oneOf, sid, text, url } from '../kind.ts'
import { param } from '../param.ts'
import { listing, type Resource, verb } from '../resource.ts'
import { v1 } from '../wire/v1.ts'

const scanning = oneOf(['inherit', 'enable', 'disable'])
const usecases = ['notifications', 'marketing', 'verification', 'discussion', 'poll', 'undeclared'] as const

const below = (path: string, what: string) =>
  field(link, what, (service: MessagingService) => `/Services/${service.sid}/${path}`)

const fields: Fields<MessagingService> = {
  accountSid: field(sid('AC'), 'The account that owns it.', (service) => service.accountSid),
  sid: field(sid('MG'), 'Names the service.', (service) => service.sid),
  dateCreated: field(moment, 'When it was made.', (service) => service.dateCreated),
  dateUpdated: field(moment, 'When it was last changed.', (service) => service.dateUpdated),
  friendlyName: field(text, 'A name for people.', ({ settings }) => settings.friendlyName),
  inboundRequestUrl: field(
    url,
    'Asked what to do when a message comes to a sender of its pool.',
    ({ settings }) => settings.inboundRequestUrl,
  ),
  inboundMethod: field(httpMethod, 'How it is asked.', ({ settings }) => settings.inboundMethod),
  fallbackUrl: field(url, 'Asked when the first fails.', ({ settings }) => settings.fallbackUrl),
  fallbackMethod: field(httpMethod, 'How that is asked.', ({ settings }) => settings.fallbackMethod),
  statusCallback: field(
    url,
    'Told each step of its messages, where they do not say whom to tell.',
    ({ settings }) => settings.statusCallback,
  ),
  stickySender: field(
    flag,
    'Whether a phone always hears from the same sender.',
    ({ settings }) => settings.stickySender,
  ),
  smartEncoding: field(
    flag,
    'Whether look-alikes replace characters that would need the longer encoding.',
    ({ settings }) => settings.smartEncoding,
  ),
  mmsConverter: field(
    flag,
    'Whether media becomes a link where it cannot be carried.',
    ({ settings }) => settings.mmsConverter,
  ),
  fallbackToLongCode: field(
    flag,
    'Whether a number takes over when a short code cannot reach a phone.',
    ({ settings }) => settings.fallbackToLongCode,
  ),
  scanMessageContent: field(scanning, 'Reserved.', ({ settings }) => settings.scanMessageContent),
  areaCodeGeomatch: field(
    flag,
    "Whether a sender of the phone's area code is preferred.",
    ({ settings }) => settings.areaCodeGeomatch,
  ),
  validityPeriod: field(
    integer(),
    'The seconds that its messages may wait to be sent, where they do not say it.',
    ({ settings }) => settings.validityPeriod,
  ),
  synchronousValidation: field(
    flag,
    'Whether a message that no sender of the pool can send is refused at once.',
    ({ settings }) => settings.synchronousValidation,
  ),
  usecase: field(text, 'What it is used for.', ({ settings }) => settings.usecase),
  usAppToPersonRegistered: field(flag, 'Whether a US campaign is registered for it.', () => false),
  useInboundWebhookOnNumber: field(
    flag,
    'Whether a message that comes is handled as the number says, not as the service does.',
    ({ settings }) => settings.useInboundWebhookOnNumber,
  ),
  links: group('Where the things of the service are.', {
    phoneNumbers: below('PhoneNumbers', 'The numbers in its pool.'),
    shortCodes: below('ShortCodes', 'The short codes in its pool.'),
    alphaSenders: below('AlphaSenders', 'The alphanumeric names in its pool.'),
    messages: below('Messages', 'Its messages.'),
    usAppToPerson: below('Compliance/Usa2p', 'Its US campaigns.'),
    usAppToPersonUsecases: below('Compliance/Usa2p/Usecases', 'What US campaigns may be for.'),
    channelSenders: below('ChannelSenders', 'The channel addresses in its pool.'),
    destinationAlphaSenders: below('DestinationAlphaSenders', 'The alphanumeric names in its pool, by country.'),
  }),
  url: field(link, 'Where the service is.', (service) => `/Services/${service.sid}`),
}

const settings = {
  inboundRequestUrl: param(
    url,
    'Asked what to do when a message comes to a sender of its pool; without one nobody is asked.',
  ),
  inboundMethod: param(httpMethod, 'How it is asked: GET or POST.'),
  fallbackUrl: param(url, 'Asked when the first fails.'),
  fallbackMethod: param(httpMethod, 'How that is asked.'),
  statusCallback: param(url, 'Told each step of its messages, where they do not say whom to tell.'),
  stickySender: param(flag, 'Whether a phone always hears from the same sender. Kept, and not acted on yet.'),
  mmsConverter: param(flag, 'Whether media becomes a link where it cannot be carried. Kept, and not acted on yet.'),
  smartEncoding: param(flag, 'Whether look-alikes replace characters that would need the longer encoding.'),
  scanMessageContent: param(scanning, 'Reserved.'),
  fallbackToLongCode: param(
    flag,
    'Whether a number takes over when a short code cannot reach a phone. Kept, and not acted on yet.',
  ),
  areaCodeGeomatch: param(flag, "Whether a sender of the phone's area code is preferred. Kept, and not acted on yet."),
  validityPeriod: param(integer(1, 36_000), 'The seconds that its messages may wait to be sent, 1 to 36,000.', {
    or: () => new Problem('validityPeriodInvalid'),
  }),
  synchronousValidation: param(flag, 'Whether a message that no sender of the pool can send is refused at once.'),
  usecase: param(oneOf(usecases), 'What it is used for.', { or: () => new Problem('usecaseInvalid') }),
  useInboundWebhookOnNumber: param(
    flag,
    'Whether a message that comes is handled as the number says, not as the service does.',
  ),
}

export const messagingServices: Resource<MessagingService> = {
  name: 'MessagingService',
  plural: 'MessagingServices',
  collection: 'services',
  doc: 'Sends messages from whichever sender of its pool fits best.',
  mounts: [{ style: v1, path: '/Services' }],
  sidPrefixes: ['MG'],
  fields,
  list: listing({
    doc: 'Lists messaging services, newest first.',
    params: {},
    run: (_, { account, has }, page) => has.ledger.messagingServices.list(account.sid, {}, page),
    standingOf: ({ sid, dateCreated }: MessagingService) => ({ sid, at: dateCreated, created: dateCreated }),
  }),
  create: verb({
    doc: 'Makes a messaging service.',
    params: { friendlyName: param(text, 'A name for people, up to 64 characters.', { required: true }), ...settings },
    run: (input, { account, has }) => createService(account, input, has),
  }),
  fetch: {
    doc: 'Fetches a messaging service.',
    run: ({ account, sid, has }) => has.ledger.messagingServices.find(account.sid, sid),
  },
  update: verb({
    doc: 'Changes the settings of a messaging service.',
    params: { friendlyName: param(text, 'A name for people, up to 64 characters.'), ...settings },
    async run(input, { has, path }, service: MessagingService) {
      const changed = await changeService(service, input, has)
      if (!changed) throw new Problem('notFound', { path })
      return changed
    },
  }),
  remove: verb({
    doc: 'Deletes a messaging service. The senders of its pool stay with the account.',
    params: {},
    run: (_, { has }, service: MessagingService) => deleteService(service, has),
  }),
}
