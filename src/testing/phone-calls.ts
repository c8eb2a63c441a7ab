import { explain } from './explain.ts'
import { TrunklineError, kitError } from './kit-error.ts'
import { nearest } from './nearest.ts'
import type { PhoneOwner, Waiting } from './phone-owner.ts'
import type { CallRecord, TranscriptLine } from './wire-shapes.ts'
import { Refused } from './wire.ts'
import { listed, quoted, time } from './words.ts'
import type { World } from './world.ts'

/** A call, as whoever holds a phone in it hears it. */
export interface PhoneCall {
  readonly sid: string
  /** Takes a call that rings; does not take it. */
  answer(): Promise<void>
  reject(): Promise<void>
  /** Presses keys, or says something, as soon as the call listens: gathers, records or dials. */
  press(digits: string, options?: Waiting): Promise<void>
  say(words: string, options?: Waiting): Promise<void>
  hangUp(): Promise<void>
  /** Waits until something is said that matches and was not waited for before; answers what was said. */
  waitForWords(pattern: string | RegExp, options?: Waiting): Promise<string>
  /** Waits until the call is over; answers its status. */
  waitForEnd(options?: Waiting): Promise<string>
  /** What happened so far, a line each. */
  transcript(): Promise<readonly TranscriptLine[]>
}

export interface PhoneCalls {
  /** Calls a number, the account's unless said. */
  call(to?: string): Promise<PhoneCall>
  /** Waits for the next call to or from this phone that no wait has taken. */
  waitForCall(options?: Waiting): Promise<PhoneCall>
  /** Waits for the next call that rings here, and answers it; from now on this phone answers no call by itself. */
  answer(options?: Waiting): Promise<PhoneCall>
}

/** What a phone does with calls. */
export function openPhoneCalls(number: string, owner: PhoneOwner, world: World): PhoneCalls {
  const { wire } = world
  const path = `/phones/${encodeURIComponent(number)}`
  const taken = new Set<string>()

  async function next(timeout: number, what: string, fits: (call: CallRecord) => boolean): Promise<PhoneCall> {
    let found: CallRecord | undefined
    const stream = await world.stream()
    const look = async () => {
      const { calls } = await wire.ask<{ calls: readonly CallRecord[] }>('GET', `${path}/calls`)
      found = [...calls].reverse().find((call) => !taken.has(call.sid) && fits(call))
      if (found) taken.add(found.sid)
      return found !== undefined
    }
    if ((await stream.until(look, timeout)) && found) return phoneCall(found.sid, number, owner, world)
    throw new TrunklineError(
      await explain(
        {
          what: `No ${what} came to ${number} within ${time(timeout)}.`,
          accountSid: owner.sid,
          instead: null,
          look: `${path}/calls`,
        },
        wire,
      ),
    )
  }

  return {
    async call(to = owner.phoneNumber ?? undefined) {
      if (to === undefined)
        throw kitError(`${number} has nobody to call: the account has no number.`, "phone.call('+1...')")
      const { callSid } = await wire.ask<{ callSid: string }>('POST', `${path}/calls`, { to })
      taken.add(callSid)
      return phoneCall(callSid, number, owner, world)
    },
    waitForCall: ({ timeout = world.timeout } = {}) => next(timeout, 'call', () => true),
    async answer({ timeout = world.timeout } = {}) {
      await wire.ask('PUT', path, { answers: 'by-hand' })
      const call = await next(
        timeout,
        'call that rings',
        ({ status }) => status === 'ringing' || status === 'in-progress',
      )
      // It may have been taken by the phone itself, just before that was told not to.
      await call.answer().catch((error: unknown) => {
        if (!(error instanceof Refused && error.status === 409)) throw error
      })
      return call
    },
  }
}

const over = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled'])
/** After these a call waits for keys or words; `gathered` and the like end that. */
const listening = new Set(['gathering', 'recording', 'dialing', 'connected'])
const deaf = new Set(['gathered', 'recorded', 'dialed'])

function phoneCall(sid: string, number: string, owner: PhoneOwner, world: World): PhoneCall {
  const { wire } = world
  const path = `/phones/${encodeURIComponent(number)}/calls/${sid}`
  const heard = new Set<string>()
  const look = () => wire.ask<{ call: CallRecord; transcript: readonly TranscriptLine[] }>('GET', `/calls/${sid}`)

  /** Waits for something in the call, or says what happened in it instead. */
  async function until<T>(
    find: (told: { call: CallRecord; transcript: readonly TranscriptLine[] }) => T | null,
    what: string,
    timeout: number,
    like?: string | RegExp,
  ): Promise<T> {
    let found: T | null = null
    const stream = await world.stream()
    const isThere = await stream.until(async () => {
      const told = await look()
      found = find(told)
      return found !== null || over.has(told.call.status)
    }, timeout)
    if (found !== null) return found
    const { call, transcript } = await look()
    const closest =
      like === undefined ? null : nearest(like, transcript.filter(isSaid), (line) => String(line.detail.text))
    const more = [
      ...(closest ? [`Closest: ${quoted(String(closest.one.detail.text))}`] : []),
      ...listed('What happened in the call last:', transcript.slice(-8).map(lineWords)),
    ]
    const when = isThere ? `before it ended (${call.status})` : `within ${time(timeout)}; it is ${call.status}`
    throw new TrunklineError(
      await explain(
        { what: `The call ${sid} ${what} ${when}.`, accountSid: owner.sid, instead: null, more, look: `/calls/${sid}` },
        wire,
      ),
    )
  }

  const listens = (timeout = world.timeout) =>
    until(
      ({ transcript }) => {
        const last = transcript.findLast(({ kind }) => listening.has(kind) || deaf.has(kind))
        return last && listening.has(last.kind) ? true : null
      },
      'did not listen to keys or words',
      timeout,
    )

  const act = async (name: string, body?: object) => {
    await wire.ask('POST', `${path}/${name}`, body)
  }
  return {
    sid,
    answer: () => act('answer'),
    reject: () => act('reject'),
    async press(digits, { timeout } = {}) {
      await listens(timeout)
      await act('digits', { digits })
    },
    async say(words, { timeout } = {}) {
      await listens(timeout)
      await act('speech', { words })
    },
    hangUp: () => act('hang-up'),
    waitForWords: (pattern, { timeout = world.timeout } = {}) =>
      until(
        ({ transcript }) => {
          const line = transcript.find((one) => isSaid(one) && !heard.has(one.id) && says(pattern, one))
          if (line) heard.add(line.id)
          return line ? String(line.detail.text) : null
        },
        `said nothing like ${pattern instanceof RegExp ? String(pattern) : quoted(pattern)}`,
        timeout,
        pattern,
      ),
    waitForEnd: ({ timeout = world.timeout } = {}) =>
      until(({ call }) => (over.has(call.status) ? call.status : null), 'was not over', timeout),
    transcript: async () => (await look()).transcript,
  }
}

const isSaid = ({ kind }: TranscriptLine): boolean => kind === 'said'

function says(pattern: string | RegExp, { detail }: TranscriptLine): boolean {
  const text = String(detail.text)
  return typeof pattern === 'string'
    ? text.includes(pattern)
    : new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(text)
}

const lineWords = ({ kind, detail }: TranscriptLine): string =>
  `${kind} ${Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}=${quoted(String(value), 60)}`)
    .join(' ')}`.trim()
