import type { Media } from '../../domain/media.ts'
import type { Message } from '../../domain/message.ts'
import { bareNumber } from '../../domain/phone-number.ts'
import { placeOfNumber } from '../../domain/place-of-number.ts'

type Parameters = readonly (readonly [string, string])[]

/** What an application is told of a message that came in, in the order in which it is recorded to be told. What is not known of a place is empty. */
export function inboundParameters(
  message: Message,
  media: readonly Media[],
  urlOf: (medium: Media) => string,
): Parameters {
  if (message.apiVersion === '2008-08-01') return ofFirstVersion(message)
  const { sid, accountSid, to, body, numSegments, apiVersion, messagingServiceSid, options } = message
  const from = message.from ?? ''
  const types = media.map(({ contentType }, i) => [`MediaContentType${i}`, contentType] as const)
  const urls = media.map((medium, i) => [`MediaUrl${i}`, urlOf(medium)] as const)
  const last = [
    ['MessageSid', sid],
    ['AccountSid', accountSid],
    ['From', from],
    ...urls,
    ['ApiVersion', apiVersion],
  ] as const
  if (to.includes(':')) {
    return [
      ...types,
      ['SmsMessageSid', sid],
      ['NumMedia', String(media.length)],
      ['ProfileName', options.profileName ?? ''],
      ['MessageType', typeOf(media)],
      ['SmsSid', sid],
      ['WaId', from.slice(from.indexOf(':') + 1).replace('+', '')],
      ['SmsStatus', 'received'],
      ['Body', body],
      ['To', to],
      ['NumSegments', String(numSegments)],
      ['ReferralNumMedia', '0'],
      ...last,
    ]
  }
  const [theirs, ours] = [placeOfNumber(from), placeOfNumber(to)]
  return [
    ['ToCountry', ours.country],
    ...types,
    ['ToState', ours.state],
    ['SmsMessageSid', sid],
    ['NumMedia', String(media.length)],
    ['ToCity', ours.city],
    ['FromZip', theirs.zip],
    ['SmsSid', sid],
    ['FromState', theirs.state],
    ['SmsStatus', 'received'],
    ['FromCity', theirs.city],
    ['Body', body],
    ['FromCountry', theirs.country],
    ['To', to],
    ...(messagingServiceSid === null ? [] : [['MessagingServiceSid', messagingServiceSid] as const]),
    ['ToZip', ours.zip],
    ...(options.optOutKind ? [['OptOutType', options.optOutKind.toUpperCase()] as const] : []),
    ['NumSegments', String(numSegments)],
    ...last,
  ]
}

/** As channels tell text, pictures and the like apart. */
function typeOf([first]: readonly Media[]): string {
  const kind = first?.contentType.split('/', 1)[0]
  if (kind === undefined) return 'text'
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document'
}

/** The first version knows less, and writes North American numbers as they are dialed there. */
function ofFirstVersion({ sid, accountSid, to, from, body }: Message): Parameters {
  const place = (who: 'From' | 'To', number: string) => {
    const { city, state, zip, country } = placeOfNumber(number)
    return [
      [`${who}City`, city],
      [`${who}State`, state],
      [`${who}Zip`, zip],
      [`${who}Country`, country],
    ] as const
  }
  return [
    ['SmsSid', sid],
    ['AccountSid', accountSid],
    ['From', bareNumber(from ?? '')],
    ['To', bareNumber(to)],
    ['Body', body],
    ...place('From', from ?? ''),
    ...place('To', to),
  ]
}
