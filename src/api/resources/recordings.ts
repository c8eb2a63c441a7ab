import { Problem } from '../../domain/problem.ts'
import {
  pauseBehaviors,
  type Recording,
  recordingChannels,
  recordingEvents,
  recordingSources,
  recordingStatuses,
  recordingTracks,
  trims,
} from '../../domain/recording.ts'
import { changeRecording } from '../../voice/change-recording.ts'
import { deleteRecording } from '../../voice/delete-recording.ts'
import { silentWav } from '../../voice/silent-wav.ts'
import { startRecording } from '../../voice/start-recording.ts'
import { dateSpan, rangeOf } from '../date-filter.ts'
import { type Fields, field, group } from '../field.ts'
import { count, flag, httpMethod, integer, link, moment, money, oneOf, sid, text, url, type Written } from '../kind.ts'
import { param, params } from '../param.ts'
import { type Call as Asked, listing, type Resource, verb } from '../resource.ts'
import { classic } from '../wire/classic.ts'
import { callNamed } from './notifications.ts'

const pathOf = ({ accountSid, sid }: Recording) => `/Accounts/${accountSid}/Recordings/${sid}`

/** A whole address, without a suffix: that of the sound itself. */
const soundAddress: Written<string> = {
  ...url,
  write: (path, { style, origin }) => origin + style.root + path,
}

export const recordingFields = {
  accountSid: field(sid('AC'), 'The account that it belongs to.', (recording) => recording.accountSid),
  apiVersion: field(text, 'The version that made it.', (recording) => recording.apiVersion),
  callSid: field(sid('CA'), 'The call whose sound it is.', (recording) => recording.callSid),
  conferenceSid: field(sid('CF'), 'The conference whose sound it is.', () => null),
  channels: field(integer(1, 2), '`2` where both sides are apart, else `1`.', (recording) => recording.channels),
  dateCreated: field(moment, 'When it was begun.', (recording) => recording.dateCreated),
  dateUpdated: field(moment, 'When it last changed.', (recording) => recording.dateUpdated),
  startTime: field(moment, 'When its sound begins.', (recording) => recording.startTime),
  price: field(money, 'What it cost, negative; none until it is billed.', (recording) => recording.price),
  priceUnit: field(text, 'The currency of the price.', (recording) => recording.priceUnit),
  duration: field(count, 'How many seconds it is long; none until it has ended.', (recording) => recording.duration),
  sid: field(sid('RE'), 'Names the recording.', (recording) => recording.sid),
  source: field(oneOf(recordingSources), 'By what it was begun.', (recording) => recording.source),
  status: field(oneOf(recordingStatuses), 'How far it has come.', (recording) => recording.status),
  errorCode: field(integer(), 'Why it is absent.', (recording) => recording.errorCode),
  track: field(oneOf(recordingTracks), 'Which side was recorded.', (recording) => recording.track),
  encryptionDetails: field(text, 'How it is encrypted; none is.', () => null),
  uri: field(link, 'Where the recording is.', pathOf),
  subresourceUris: group('Where the things of the recording are.', {
    addOnResults: field(link, 'Where results of add-ons would be.', (one: Recording) => `${pathOf(one)}/AddOnResults`),
    transcriptions: field(link, 'Where transcriptions would be.', (one: Recording) => `${pathOf(one)}/Transcriptions`),
  }),
  mediaUrl: field(soundAddress, 'Where its sound is.', pathOf),
} satisfies Fields<Recording>

const recording = {
  name: 'Recording',
  plural: 'Recordings',
  collection: 'recordings',
  sidPrefixes: ['RE'],
  fields: recordingFields,
}

const dates = {
  on: param(dateSpan, 'Only those begun on this day, in GMT.', { wireName: 'DateCreated' }),
  onOrAfter: param(dateSpan, 'Only those begun then or later.', { wireName: 'DateCreated>' }),
  onOrBefore: param(dateSpan, 'Only those begun then or earlier.', { wireName: 'DateCreated<' }),
}

const standingOf = ({ sid, dateCreated }: Recording) => ({ sid, at: dateCreated, created: dateCreated })

const createdIn = (wanted: Parameters<typeof rangeOf>[0]) => {
  const { from: createdFrom, before: createdBefore } = rangeOf(wanted)
  return { createdFrom, createdBefore }
}

const remove = verb({
  doc: 'Deletes a recording with its sound.',
  params: {},
  run: (_, { has }, one: Recording) => deleteRecording(one, has),
})

export const recordings: Resource<Recording> = {
  ...recording,
  doc: 'Sound of a call. Without a suffix, or with `.wav`, the sound itself.',
  mounts: [{ style: classic, path: '/Accounts/:accountSid/Recordings' }],
  instanceName: /^RE[0-9a-fA-F]{32}(\.wav)?$/,
  list: listing({
    doc: 'Lists recordings, newest first.',
    params: {
      ...dates,
      callSid: param(sid('CA'), 'Only those of this call.'),
      conferenceSid: param(sid('CF'), 'Only those of this conference.'),
      includeSoftDeleted: param(flag, 'Whether to show deleted ones, too: here nothing is left of these.'),
    },
    async run({ callSid, conferenceSid, includeSoftDeleted: _none, ...wanted }, { account, has }, page) {
      // There are no conferences, so nothing was recorded in one.
      if (conferenceSid) return { rows: [], hasNext: false, hasPrevious: false }
      const filter = { callSid: callSid || undefined, ...createdIn(wanted) }
      return has.ledger.recordings.list(account.sid, filter, page)
    },
    count: async ({ callSid, conferenceSid, ...wanted }, { account, has }) =>
      conferenceSid
        ? 0
        : has.ledger.recordings.count(account.sid, { callSid: callSid || undefined, ...createdIn(wanted) }),
    standingOf,
  }),
  fetch: {
    doc: 'Fetches what is known of a recording, or its sound.',
    run: ({ account, sid, has }) => has.ledger.recordings.find(account.sid, sid.replace(/\.wav$/, '')),
  },
  async content(one, { path }) {
    if (one.duration === null) throw new Problem('notFound', { path })
    return { status: 200, contentType: 'audio/x-wav', body: silentWav(one.duration, one.channels) }
  },
  remove,
}

/** The recording of a call that still gets sound, begun last. */
const current = 'Twilio.CURRENT'

async function recordingNamed(asked: Asked): Promise<Recording | null> {
  const { account, sid, has } = asked
  const callSid = await callNamed(asked)
  const found =
    sid === current
      ? (await has.ledger.recordings.running(callSid))[0]
      : await has.ledger.recordings.find(account.sid, sid)
  return found?.callSid === callSid ? found : null
}

export const callRecordings: Resource<Recording> = {
  ...recording,
  doc: 'Sound of one call.',
  mounts: [{ style: classic, path: '/Accounts/:accountSid/Calls/:callSid/Recordings' }],
  instanceName: /^(RE[0-9a-fA-F]{32}|Twilio\.CURRENT)$/,
  list: listing({
    doc: 'Lists the recordings of a call, newest first.',
    params: dates,
    async run(wanted, asked, page) {
      const filter = { callSid: await callNamed(asked), ...createdIn(wanted) }
      return asked.has.ledger.recordings.list(asked.account.sid, filter, page)
    },
    count: async (wanted, asked) =>
      asked.has.ledger.recordings.count(asked.account.sid, { callSid: await callNamed(asked), ...createdIn(wanted) }),
    standingOf,
  }),
  create: verb({
    doc: 'Begins to record a call that is in progress.',
    params: {
      recordingStatusCallback: param(url, 'Told how the recording goes.', {
        or: (raw) => new Problem('statusCallbackInvalid', { StatusCallback: raw }),
      }),
      recordingStatusCallbackMethod: param(httpMethod, 'How it is told: POST unless told.', {
        or: () => new Problem('callMethodInvalid'),
      }),
      recordingStatusCallbackEvent: params(oneOf(recordingEvents), 'Of which steps: only completed unless told.'),
      trim: param(oneOf(trims), 'Whether silence is cut from the ends.'),
      recordingChannels: param(oneOf(recordingChannels), 'Whether both sides are recorded apart: mono unless told.'),
      recordingTrack: param(oneOf(recordingTracks), 'Which side is recorded: both unless told.'),
    },
    async run(input, asked) {
      const wish = {
        channels: input.recordingChannels,
        track: input.recordingTrack,
        trim: input.trim,
        statusCallback: input.recordingStatusCallback,
        statusCallbackMethod: input.recordingStatusCallbackMethod,
        statusCallbackEvent: input.recordingStatusCallbackEvent,
      }
      const begun = await startRecording(await callNamed(asked), wish, asked.has)
      if (!begun) throw new Problem('notFound', { path: asked.path })
      return begun
    },
  }),
  fetch: {
    doc: 'Fetches a recording of a call; `Twilio.CURRENT` is the one that gets sound.',
    run: recordingNamed,
  },
  update: verb({
    doc: 'Pauses a recording, goes on with it, or stops it for good.',
    params: {
      status: param(oneOf(['in-progress', 'paused', 'stopped']), 'What becomes of it.', { required: true }),
      pauseBehavior: param(oneOf(pauseBehaviors), 'Whether a pause is left out (skip) or kept as silence.'),
    },
    run({ status, pauseBehavior }, { has }, one: Recording) {
      if (status === undefined) throw new Problem('parameterMissing', { parameter: 'Status' })
      return changeRecording(one, { status, ...(pauseBehavior && { pauseBehavior }) }, has)
    },
  }),
  remove,
}
