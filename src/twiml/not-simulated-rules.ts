import { action, config, parameters, recordingCallback, statusCallback, trim } from './shared-rules.ts'
import { queue } from './dial-rules.ts'
import { address, flag, like, method, oneOf, someOf, text, whole } from './kind.ts'
import { attribute, element, optional, type ElementRule } from './rule.ts'
import { textOf } from './text-of.ts'
import type { TwimlElement } from './twiml.ts'

const said = attribute(text, null)
const track = attribute(oneOf('inbound_track', 'outbound_track', 'both_tracks'), 'inbound_track')
const cards = someOf('visa', 'mastercard', 'amex', 'maestro', 'discover', 'optima', 'jcb', 'diners-club', 'enroute')

const stream = element(
  {
    url: optional(like('wss URL', /^wss?:\/\/\S+$/)),
    name: said,
    track,
    connectorName: said,
    audioFormat: said,
    sampleRate: said,
    ...statusCallback,
  },
  parameters,
)

const siprec = element({ name: said, connectorName: said, track, ...statusCallback }, parameters)

const transcription = element(
  {
    name: said,
    track: attribute(track.kind, 'both_tracks'),
    statusCallbackUrl: attribute(address, null),
    statusCallbackMethod: attribute(method, 'POST'),
    inboundTrackLabel: said,
    outboundTrackLabel: said,
    languageCode: said,
    transcriptionEngine: said,
    speechModel: said,
    hints: said,
    intelligenceService: said,
    partialResults: attribute(flag, false),
    profanityFilter: attribute(flag, true),
    enableAutomaticPunctuation: attribute(flag, true),
  },
  { ...config, ...parameters },
)

const recording = element(
  {
    channels: attribute(oneOf('mono', 'dual'), 'dual'),
    track: attribute(oneOf('both', 'inbound', 'outbound'), 'both'),
    trim: attribute(trim, 'do-not-trim'),
    ...recordingCallback,
    recordingConfigurationId: said,
  },
  {},
)

const conversation = element(
  {
    serviceInstanceSid: said,
    url: attribute(address, null),
    method: attribute(method, 'POST'),
    inboundAutocreation: attribute(flag, true),
    inboundTimeout: optional(whole(1)),
    routingAssignmentTimeout: optional(whole(1)),
    record: said,
    trim: optional(trim),
    ...recordingCallback,
    ...statusCallback,
    statusCallbackEvent: attribute(someOf('call-initiated', 'call-ringing', 'call-answered', 'call-completed'), []),
  },
  {},
)

const conversationRelay = element(
  {
    url: optional(like('wss URL', /^wss?:\/\/\S+$/)),
    welcomeGreeting: said,
    welcomeGreetingInterruptible: said,
    language: said,
    ttsLanguage: said,
    ttsProvider: said,
    voice: said,
    elevenlabsTextNormalization: said,
    transcriptionLanguage: said,
    transcriptionProvider: said,
    speechModel: said,
    speechtimeout: said,
    deepgramsmartformat: said,
    backgroundnoisereduction: said,
    ignorebackchannel: said,
    interruptible: said,
    interruptSensitivity: said,
    reportInputDuringAgentSpeech: said,
    partialPrompts: attribute(flag, false),
    preemptible: attribute(flag, false),
    profanityFilter: attribute(flag, true),
    dtmfDetection: attribute(flag, false),
    hints: said,
    intelligenceService: said,
    events: said,
    debug: said,
  },
  {
    Language: element(
      { code: said, ttsProvider: said, voice: said, transcriptionProvider: said, speechModel: said },
      {},
    ),
    ...parameters,
  },
)

const connect = element(action(), {
  Stream: stream,
  Room: element({ participantIdentity: said }, {}, { text: true }),
  VirtualAgent: element(
    { connectorName: said, language: said, sentimentAnalysis: attribute(flag, false), ...statusCallback },
    { ...config, ...parameters },
  ),
  ConversationRelay: conversationRelay,
  ConversationRelaySession: element({ connector: said, sessionConfiguration: said }, {}),
  Conversation: conversation,
  AiSession: element({ aiConnector: said, aiSessionConfiguration: said }, {}),
  Autopilot: element({}, {}, { text: true }),
})

const enqueue = element(
  {
    action: attribute(address, null, 14203),
    method: attribute(method, 'POST', 14201),
    maxQueueSize: attribute(whole(1, 5000), 100),
    waitUrl: attribute(address, null, 14202),
    waitUrlMethod: attribute(method, 'POST', 14206),
    workflowSid: optional(like('workflow SID', /^WW[0-9a-f]{32}$/i), 14220),
  },
  {
    Task: element(
      { priority: optional(whole(0)), timeout: optional(whole(1)) },
      {},
      { text: true, wrong: (task) => (isJson(textOf(task)) ? null : 14221) },
    ),
  },
  {
    text: true,
    wrong: (verb) => {
      const { length } = textOf(verb)
      if (length > 64) return 14205
      return length === 0 && verb.attributes.workflowSid === undefined ? 14204 : null
    },
  },
)

/** What the verbs may hold that are checked but not simulated. `spoken` is what a prompt may say. */
export const notSimulatedRules = <Spoken extends Readonly<Record<string, ElementRule>>>(spoken: Spoken) => {
  const prompt = element(
    {
      for: optional(
        oneOf(
          'payment-card-number',
          'expiration-date',
          'security-code',
          'postal-code',
          'payment-processing',
          'bank-account-number',
          'bank-routing-number',
        ),
      ),
      attempt: optional(like('list of integers', /^\s*\d+(\s+\d+)*\s*$/)),
      cardType: optional(cards),
      errorType: said,
      requireMatchingInputs: attribute(flag, false),
    },
    spoken,
  )
  return {
    Enqueue: enqueue,
    Queue: queue,
    Start: element(
      action(),
      { Stream: stream, Siprec: siprec, Transcription: transcription, Recording: recording },
      { wrong: (verb) => (holdsElement(verb) ? null : 14300) },
    ),
    Stop: element({}, { Stream: stream, Siprec: siprec, Transcription: transcription }),
    Connect: connect,
    Pay: element(
      {
        ...action(),
        input: attribute(oneOf('dtmf'), 'dtmf'),
        language: said,
        bankAccountType: optional(
          oneOf('consumer-checking', 'consumer-savings', 'commercial-checking', 'commercial-savings'),
        ),
        chargeAmount: said,
        currency: said,
        description: said,
        maxAttempts: attribute(whole(1), 1),
        minPostalCodeLength: optional(whole(0)),
        paymentConnector: said,
        paymentMethod: attribute(oneOf('credit-card', 'ach-debit'), 'credit-card'),
        postalCode: said,
        securityCode: attribute(flag, true),
        ...statusCallback,
        timeout: attribute(whole(1, 600), 5),
        tokenType: optional(oneOf('one-time', 'reusable', 'payment-method')),
        validCardTypes: attribute(cards, ['visa', 'mastercard', 'amex']),
      },
      { Prompt: prompt, ...parameters },
    ),
    Prompt: prompt,
    Refer: element(action(), { Sip: element({}, {}, { text: true }) }),
    Echo: element({}, {}),
  }
}

function isJson(written: string): boolean {
  try {
    JSON.parse(written)
    return true
  } catch {
    return false
  }
}

const holdsElement = ({ children }: TwimlElement) => children.some((child) => typeof child !== 'string')
