import { looksLikeNumber } from '../domain/phone-number.ts'
import {
  action,
  calledParty,
  header,
  machineDetection,
  parameters,
  recordingCallback,
  statusCallback,
  trim,
} from './shared-rules.ts'
import { address, flag, like, method, oneOf, someOf, text, whole, type Kind } from './kind.ts'
import { attribute, element, optional } from './rule.ts'
import { textOf } from './text-of.ts'
import type { TwimlElement } from './twiml.ts'

const longestCall = 86_400

const recordings = oneOf(
  'do-not-record',
  'record-from-answer',
  'record-from-ringing',
  'record-from-answer-dual',
  'record-from-ringing-dual',
)

/** The words of older documents stand for two of the newer ones. */
const record: typeof recordings = {
  ...recordings,
  read: (raw) => {
    if (raw.trim() === 'true') return 'record-from-answer'
    return raw.trim() === 'false' ? 'do-not-record' : recordings.read(raw)
  },
}

/** A number in any usual way of writing, or the name of a client; whose it is, is asked elsewhere. */
const callerId: Kind<string> = {
  type: 'callerId',
  read: (raw) => (looksLikeNumber(raw) || /^[^\s<>"]+$/.test(raw) ? raw : undefined),
}

/** Countries whose tone can be heard, `us-old` for one of former days. */
const ringTones =
  'at au bg br be ch cl cn cz de dk ee es fi fr gr hu il in it lt jp mx my nl no nz ph pl pt ru se sg th uk us us-old tw ve za'

const conference = element(
  {
    muted: attribute(flag, false, 13230),
    beep: attribute(oneOf('true', 'false', 'onEnter', 'onExit'), 'true', 13235),
    startConferenceOnEnter: attribute(flag, true, 13232),
    endConferenceOnExit: attribute(flag, false, 13231),
    waitUrl: attribute(address, null, 13233),
    waitMethod: attribute(method, 'POST', 13234),
    maxParticipants: attribute(whole(2, 250), 250),
    record: attribute(oneOf('do-not-record', 'record-from-start'), 'do-not-record'),
    region: attribute(text, null),
    coach: attribute(text, null),
    trim: attribute(trim, 'trim-silence', 13239),
    ...statusCallback,
    statusCallbackEvent: attribute(
      someOf('start', 'end', 'join', 'leave', 'mute', 'hold', 'modify', 'speaker', 'announcement'),
      [],
    ),
    ...recordingCallback,
    recordingConfigurationId: attribute(text, null),
    participantLabel: attribute(text, null),
    jitterBufferSize: attribute(oneOf('large', 'medium', 'small', 'off'), 'large'),
    eventCallbackUrl: attribute(address, null),
  },
  {},
  { text: true, wrong: (noun) => (textOf(noun) === '' ? 13237 : null) },
)

export const queue = element(
  {
    url: attribute(address, null, 14211),
    method: attribute(method, 'POST', 14210),
    reservationSid: optional(like('reservation SID', /^WR[0-9a-f]{32}$/i), 14215),
    postWorkActivitySid: attribute(text, null),
  },
  {},
  {
    text: true,
    wrong: (noun) => {
      const { length } = textOf(noun)
      if (length > 64) return 14213
      return length === 0 && noun.attributes.reservationSid === undefined ? 14212 : null
    },
  },
)

const sip = element(
  {
    username: attribute(text, null),
    password: attribute(text, null),
    ...calledParty(13241),
    ...machineDetection,
  },
  {
    Uri: element(
      {
        username: attribute(text, null),
        password: attribute(text, null),
        priority: optional(whole(0, 65_535)),
        weight: optional(whole(0, 65_535)),
      },
      {},
      { text: true, wrong: (uri) => (isSipUri(textOf(uri)) ? null : 13243) },
    ),
    Headers: element({}, header),
    ...parameters,
  },
  { text: true, wrong: (noun) => (has(noun, 'Uri') || isSipUri(textOf(noun)) ? null : 13243) },
)

/** What `<Dial>` may hold. */
export const dial = element(
  {
    ...action(13210),
    timeout: attribute(whole(1, 600), 30, 13212),
    hangupOnStar: attribute(flag, false, 13213),
    timeLimit: attribute(whole(1, longestCall), 14_400, 13216),
    callerId: optional(callerId, 13214),
    callReason: attribute(text, null),
    record: attribute(record, 'do-not-record', 13217),
    trim: attribute(trim, 'do-not-trim'),
    ...recordingCallback,
    recordingTrack: attribute(oneOf('both', 'inbound', 'outbound'), 'both'),
    recordingConfigurationId: attribute(text, null),
    answerOnBridge: attribute(flag, false, 13219),
    ringTone: optional(oneOf(...ringTones.split(' ')), 13220),
    sequential: attribute(flag, false, 13218),
    referUrl: attribute(address, null),
    referMethod: attribute(method, 'POST'),
    events: optional(oneOf('call-progress-event')),
    passports: attribute(text, null),
  },
  {
    Number: element(
      {
        sendDigits: optional(like('digits', /^[0-9*#wW,]+$/), 13222),
        ...calledParty(13221),
        byoc: attribute(text, null),
        ...machineDetection,
      },
      {},
      { text: true, most: 10 },
    ),
    Client: element(calledParty(), { Identity: element({}, {}, { text: true }), ...parameters }, { text: true }),
    Conference: conference,
    Queue: queue,
    Sip: sip,
    Sim: element({}, {}, { text: true }),
    Application: element(
      { ...calledParty(), customerId: attribute(text, null), copyParentTo: attribute(flag, false) },
      { ApplicationSid: element({}, {}, { text: true }), ...parameters },
      { text: true },
    ),
    WhatsApp: element(calledParty(), {}, { text: true }),
  },
  { text: true },
)

const isSipUri = (uri: string) => /^sips?:[^\s@]+(@\S+)?$/i.test(uri)

const has = (parent: TwimlElement, name: string) =>
  parent.children.some((child) => typeof child !== 'string' && child.name === name)
