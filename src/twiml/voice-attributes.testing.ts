/**
 * What an attribute may say and how that is meant, what it may not say and which fault that is, and what counts where it is not there. Written
 * down by itself, and not made from the rules, so that a rule that is missing or wrong is noticed.
 */
export interface AttributeCase {
  said: string
  meant: unknown
  wrong?: string
  code?: number
  fallback: unknown
}

type Cases = Readonly<Record<string, AttributeCase>>

const free = (said: string): AttributeCase => ({ said, meant: said, fallback: null })
const url = (code = 12200): AttributeCase => ({
  said: '../a?b=c d',
  meant: '../a?b=c d',
  wrong: 'tel:1',
  code,
  fallback: null,
})
const method = (code = 12200): AttributeCase => ({ said: 'get', meant: 'GET', wrong: 'PUT', code, fallback: 'POST' })
const no = (code = 12200): AttributeCase => ({ said: 'true', meant: true, wrong: 'yes', code, fallback: false })
const yes = (code = 12200): AttributeCase => ({ said: 'false', meant: false, wrong: '0', code, fallback: true })
const number = (said: number, wrong: number | string, fallback: number | null, code = 12200): AttributeCase => ({
  said: String(said),
  meant: said,
  wrong: String(wrong),
  code,
  fallback,
})
const word = (said: string, fallback: string | null, code = 12200): AttributeCase => ({
  said,
  meant: said,
  wrong: `no ${said}`,
  code,
  fallback,
})
const words = (said: string, fallback: string[] = ['completed'], code = 12200): AttributeCase => ({
  said,
  meant: said.split(' '),
  wrong: `${said} never`,
  code,
  fallback,
})

const language = (code: number): AttributeCase => ({ ...word('es-MX', 'en-US', code), wrong: 'Spanish!' })

const recording: Cases = {
  recordingStatusCallback: url(13256),
  recordingStatusCallbackMethod: method(),
  recordingStatusCallbackEvent: words('in-progress absent', ['completed'], 13621),
}

const status: Cases = { statusCallback: url(), statusCallbackMethod: method() }

const party = (wrongMethod?: number): Cases => ({
  url: url(),
  method: method(wrongMethod),
  ...status,
  statusCallbackEvent: words('initiated ringing answered'),
})

const machine: Cases = {
  machineDetection: word('DetectMessageEnd', null),
  machineDetectionTimeout: number(60, 2, 30),
  machineDetectionSpeechThreshold: number(1000, 6001, 2400),
  machineDetectionSpeechEndThreshold: number(500, 5001, 1200),
  machineDetectionSilenceTimeout: number(10_000, 1999, 5000),
  amdStatusCallback: url(),
  amdStatusCallbackMethod: method(),
}

const track = word('both_tracks', 'inbound_track')
const stream: Cases = { url: word('wss://a.example/b', null), name: free('mine'), track, ...status }
const say = (voice: number, loop: number): Cases => ({
  voice: { ...word('Polly.Joanna-Neural', 'man', voice), wrong: 'robot' },
  language: language(13512),
  loop: number(0, -1, 1, loop),
})
const play: Cases = { loop: number(3, 'often', 1, 13410), digits: { ...word('wW1*#a', null, 13430), wrong: '1 x' } }
const pause: Cases = { length: number(10, 0, 1, 13910) }
const message: Cases = {
  to: free('+15005550001'),
  from: free('+15005550006'),
  action: url(),
  method: method(14104),
  statusCallback: url(14105),
}

/** Every verb and noun of a call with its attributes, by its path in the document. */
export const voiceAttributes: Readonly<Record<string, Cases>> = {
  Say: say(13511, 13510),
  Play: play,
  Pause: pause,
  Hangup: {},
  Leave: {},
  Echo: {},
  Reject: { reason: word('busy', 'rejected', 13810) },
  Redirect: { method: method(13710) },
  Sms: message,
  Message: message,
  Gather: {
    input: words('dtmf speech', ['dtmf'], 13326),
    action: url(),
    method: method(13312),
    timeout: number(1, 0, 5, 13313),
    finishOnKey: { said: '', meant: '', wrong: '12', code: 13310, fallback: '#' },
    numDigits: number(4, 0, null, 13314),
    actionOnEmptyResult: no(13338),
    speechTimeout: { ...word('auto', null, 13327), wrong: '0' },
    maxSpeechTime: number(30, 'long', 60, 13328),
    speechModel: word('phone_call', 'default', 13334),
    hints: { ...free('one, two'), wrong: 'a,'.repeat(500), code: 13330 },
    language: language(13331),
    profanityFilter: yes(13333),
    enhanced: no(),
    bargeIn: yes(13332),
    partialResultCallback: url(),
    partialResultCallbackMethod: method(13329),
    debug: no(),
  },
  'Gather>Say': say(13321, 13322),
  'Gather>Play': play,
  'Gather>Pause': pause,
  Record: {
    action: url(),
    method: method(13610),
    timeout: number(10, 0, 5, 13611),
    finishOnKey: { said: '', meant: '', wrong: 'any', code: 13613, fallback: '1234567890*#' },
    maxLength: number(14_400, 14_401, 3600, 13612),
    playBeep: yes(13616),
    trim: word('do-not-trim', 'trim-silence', 13699),
    ...recording,
    transcribe: no(13614),
    transcribeCallback: url(13257),
  },
  Dial: {
    action: url(),
    method: method(13210),
    timeout: number(600, 601, 30, 13212),
    hangupOnStar: no(13213),
    timeLimit: number(60, 0, 14_400, 13216),
    callerId: word('+15005550006', null, 13214),
    record: word('record-from-ringing-dual', 'do-not-record', 13217),
    trim: word('trim-silence', 'do-not-trim'),
    ...recording,
    recordingTrack: word('inbound', 'both'),
    answerOnBridge: no(13219),
    ringTone: word('us-old', null, 13220),
    sequential: no(13218),
    referUrl: url(),
    referMethod: method(),
    events: word('call-progress-event', null),
  },
  'Dial>Number': { sendDigits: word('wW1*#', null, 13222), ...party(13221), byoc: free('BY1'), ...machine },
  'Dial>Client': party(),
  'Dial>Client>Identity': {},
  'Dial>Client>Parameter': { name: free('a'), value: free('b') },
  'Dial>Conference': {
    muted: no(13230),
    beep: word('onEnter', 'true', 13235),
    startConferenceOnEnter: yes(13232),
    endConferenceOnExit: no(13231),
    waitUrl: url(13233),
    waitMethod: method(13234),
    maxParticipants: number(2, 251, 250),
    record: word('record-from-start', 'do-not-record'),
    region: free('ie1'),
    coach: free('CA1'),
    trim: word('do-not-trim', 'trim-silence', 13239),
    ...status,
    statusCallbackEvent: words('start end join leave mute hold modify speaker announcement', []),
    ...recording,
    participantLabel: free('me'),
    jitterBufferSize: word('off', 'large'),
    eventCallbackUrl: url(),
  },
  'Dial>Queue': {
    url: url(14211),
    method: method(14210),
    reservationSid: word(`WR${'0'.repeat(32)}`, null, 14215),
    postWorkActivitySid: free('WA1'),
  },
  'Dial>Sip': { username: free('me'), password: free('secret'), ...party(13241), ...machine },
  'Dial>Sip>Uri': { username: free('me'), password: free('secret') },
  'Dial>Sim': {},
  'Dial>Application': { ...party(), customerId: free('me'), copyParentTo: no() },
  'Dial>WhatsApp': party(),
  Enqueue: {
    action: url(14203),
    method: method(14201),
    maxQueueSize: number(5000, 5001, 100),
    waitUrl: url(14202),
    waitUrlMethod: method(14206),
    workflowSid: word(`WW${'0'.repeat(32)}`, null, 14220),
  },
  'Enqueue>Task': { priority: number(5, -1, null), timeout: number(60, 0, null) },
  Start: { action: url(), method: method() },
  'Start>Stream': stream,
  'Start>Stream>Parameter': { name: free('a'), value: free('b') },
  'Start>Siprec': { name: free('mine'), connectorName: free('theirs'), track, ...status },
  'Start>Transcription': {
    name: free('mine'),
    track: word('inbound_track', 'both_tracks'),
    statusCallbackUrl: url(),
    statusCallbackMethod: method(),
    languageCode: free('en-US'),
    partialResults: no(),
    profanityFilter: yes(),
    enableAutomaticPunctuation: yes(),
  },
  'Start>Recording': { channels: word('mono', 'dual'), track: word('outbound', 'both'), ...recording },
  Stop: {},
  'Stop>Stream': stream,
  'Stop>Siprec': { name: free('mine') },
  'Stop>Transcription': { name: free('mine') },
  Connect: { action: url(), method: method() },
  'Connect>Stream': stream,
  'Connect>Room': { participantIdentity: free('me') },
  'Connect>VirtualAgent': { connectorName: free('a'), language: free('en'), sentimentAnalysis: no(), ...status },
  'Connect>ConversationRelay': {
    url: word('wss://a.example/b', null),
    welcomeGreeting: free('Hello'),
    dtmfDetection: no(),
    profanityFilter: yes(),
  },
  Pay: {
    action: url(),
    method: method(),
    input: word('dtmf', 'dtmf'),
    maxAttempts: number(2, 0, 1),
    paymentMethod: word('ach-debit', 'credit-card'),
    securityCode: yes(),
    timeout: number(10, 0, 5),
    tokenType: word('reusable', null),
    validCardTypes: words('visa jcb', ['visa', 'mastercard', 'amex']),
    ...status,
  },
  'Pay>Prompt': {
    for: word('security-code', null),
    attempt: { ...free('1 2'), wrong: 'first', code: 12200 },
    cardType: { ...words('visa amex'), fallback: null },
    errorType: free('timeout'),
    requireMatchingInputs: no(),
  },
  'Pay>Prompt>Say': say(13511, 13510),
  'Pay>Parameter': { name: free('a'), value: free('b') },
  Refer: { action: url(), method: method() },
  'Refer>Sip': {},
}
