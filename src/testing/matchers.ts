import { segmentsOf } from '../domain/segments.ts'
import { TrunklineError } from './kit-error.ts'
import { type Pattern, patternWords } from './pattern.ts'
import type { Phone } from './phone.ts'
import { elapsed, pause } from './real-time.ts'
import type { ReceivedMessage } from './received-message.ts'
import { listed, quoted, textWords } from './words.ts'

/** What a runner's `expect.extend` takes and gets. */
export interface Verdict {
  pass: boolean
  message(): string
}

/** The matchers as tests write them. */
export interface TrunklineMatchers<R = unknown> {
  /** That a phone got a text that matches, by now or soon; of `.not`: that it has not when all that is due is done. */
  toHaveReceived(pattern: Pattern, options?: { timeout?: number }): Promise<void>
  /** That a message had these statuses, in this order, by now or soon. */
  toHaveStatusHistory(statuses: readonly string[], options?: { timeout?: number }): Promise<void>
  /** That a message was sent in so many segments, or that a text would be. */
  toBeSegments(count: number): R
}

const usualTimeout = 4000
/** How often the statuses of a message are looked at. */
const between = 25

/** Matchers for `expect.extend` of Vitest, Jest and Playwright. */
export const matchers = {
  async toHaveReceived(
    this: { isNot?: boolean },
    phone: Phone,
    pattern: Pattern,
    { timeout = usualTimeout }: { timeout?: number } = {},
  ): Promise<Verdict> {
    mustBePhone(phone)
    const pass = await phone.hasReceived(pattern, this.isNot ? { settled: true } : { timeout })
    const all = await phone.messages()
    const got = listed(
      `It got ${all.length}:`,
      all.slice(-5).map(({ from, body, media }) => textWords({ from, body, mediaUrls: media })),
    )
    return {
      pass,
      message: () =>
        `${phone.number} was ${pass ? 'not ' : ''}to get a ${patternWords(pattern)}.\n${got.join('\n') || 'It got nothing.'}`,
    }
  },

  async toHaveStatusHistory(
    message: Pick<ReceivedMessage, 'statusHistory'>,
    wanted: readonly string[],
    { timeout = usualTimeout }: { timeout?: number } = {},
  ): Promise<Verdict> {
    const end = elapsed() + timeout
    let had = await message.statusHistory()
    // What is a beginning of what is wanted may become it.
    while (had.length < wanted.length && had.every((one, i) => one === wanted[i]) && elapsed() < end) {
      await pause(between)
      had = await message.statusHistory()
    }
    const pass = had.length === wanted.length && had.every((one, i) => one === wanted[i])
    return {
      pass,
      message: () =>
        `The message was ${pass ? 'not ' : ''}to be ${wanted.join(' → ')}${pass ? '' : `, and was ${had.join(' → ') || 'nothing yet'}`}.`,
    }
  },

  toBeSegments(message: { segments: number; body: string } | string, wanted: number): Verdict {
    const [count, body] =
      typeof message === 'string' ? [segmentsOf(message).numSegments, message] : [message.segments, message.body]
    const { encoding, units } = segmentsOf(body)
    return {
      pass: count === wanted,
      message: () =>
        `${quoted(body)} was ${count === wanted ? 'not ' : ''}to be ${wanted} segments, and is ${count} (${units} ${encoding === 'GSM-7' ? 'septets of GSM-7' : 'units of UCS-2'}).`,
    }
  },
}

/** Says so where a matcher is given something else. */
function mustBePhone(value: unknown): asserts value is Phone {
  if (typeof (value as Phone | null)?.hasReceived !== 'function')
    throw new TrunklineError('Only a phone can have received something: expect(phone).toHaveReceived(...)')
}
