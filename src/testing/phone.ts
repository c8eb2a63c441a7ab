import type { Duration } from './clock.ts'
import { explain } from './explain.ts'
import { type CodeWish, findCode } from '../domain/find-code.ts'
import { type Inbox, openInbox } from './inbox.ts'
import { TrunklineError, kitError } from './kit-error.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { openPhoneCalls, type PhoneCalls } from './phone-calls.ts'
import type { PhoneOwner, Waiting } from './phone-owner.ts'
import { matchOf, type Pattern, patternWords } from './pattern.ts'
import { type ReceivedMessage, receivedMessage, textOnPhone } from './received-message.ts'
import type { PhoneText } from './wire-shapes.ts'
import { listed, textWords, time } from './words.ts'
import type { World } from './world.ts'

/** How a phone behaves; the guide says what each does. */
export type PhoneBehaviour =
  'online' | 'offline' | 'rejects' | 'landline' | 'slow' | 'no-receipts' | 'busy' | 'no-answer' | 'unassigned'

/** A file that is sent with a message: from the web, or as it is. */
export type PhoneMedia = { url: string } | { contentType: string; data: Uint8Array | string }

/** A virtual phone, and whoever holds it. */
export interface Phone extends PhoneCalls {
  readonly number: string
  /** Waits for the first text that matches and that no wait has taken; each is taken once. What does not match stays for later waits. */
  waitForMessage(pattern?: Pattern, options?: Waiting): Promise<ReceivedMessage>
  /** Waits for the next text with a code in it, and answers the code: "Your code is 123456", "G-123456", 認証コード, `@host #1234`. */
  waitForCode(options?: Waiting & CodeWish): Promise<string>
  /** Throws when a text that no wait has taken is there, or comes within a time of the server's clock, by which it is moved on. */
  expectNoMessage(options?: { within?: Duration; matching?: Pattern }): Promise<void>
  /** Whether a text that matches came by now or soon, also one that a wait has taken; with `settled`, by when all that is due is done. */
  hasReceived(pattern?: Pattern, options?: Waiting & { settled?: true }): Promise<boolean>
  /** What arrived so far, oldest first, also what waits have taken. */
  messages(): Promise<readonly ReceivedMessage[]>
  /** Writes to whoever wrote last, else to the account's number; resolves when the application has answered. */
  send(body: string, options?: Waiting & { to?: string; media?: readonly PhoneMedia[] }): Promise<Outcome>
  /** Writes to whoever wrote last. */
  reply(body: string, options?: Waiting): Promise<Outcome>
  sendMms(body: string, media: readonly PhoneMedia[], options?: Waiting & { to?: string }): Promise<Outcome>
  /** From now on it behaves so; calls ring until somebody answers them where `answers` is `by-hand`. */
  behaves(behaviour: PhoneBehaviour, options?: { answers?: 'by-itself' | 'by-hand' }): Promise<void>
}

export interface PhoneWish {
  /** What it is called. */
  name?: string
  behaviour?: PhoneBehaviour
  /** Who takes its calls: the phone by itself, or whoever holds it. */
  answers?: 'by-itself' | 'by-hand'
}

/**
 * Takes a phone into the hand: a new one with a number that is nobody's, or that of a number. Others may have the second one too, on a server
 * that is shared: what they write to it is not seen here.
 */
export async function openPhone(
  number: string | undefined,
  wish: PhoneWish,
  owner: PhoneOwner,
  world: World,
): Promise<Phone> {
  const { wire } = world
  // Before the phone is there: nothing that reaches it may be missed.
  await world.stream()
  const made =
    number === undefined
      ? await wire.ask<{ phoneNumber: string }>('POST', '/phones', wish)
      : Object.keys(wish).length > 0
        ? await wire.ask<{ phoneNumber: string }>('PUT', `/phones/${encodeURIComponent(number)}`, wish)
        : await wire.ask<{ phoneNumber: string }>('GET', `/phones/${encodeURIComponent(number)}`)
  const { phoneNumber } = made
  const inbox = await openInbox(
    number === undefined
      ? { number: phoneNumber, accountSid: null, isNew: true, known: () => textsOf(phoneNumber, world) }
      : {
          number: phoneNumber,
          accountSid: owner.sid,
          isNew: false,
          known: () => writtenBy(owner.sid, phoneNumber, world),
        },
    world,
  )
  owner.atClose(inbox.close)
  return phoneOf(phoneNumber, inbox, owner, world)
}

/** What reached a number from an account before: others may have written to it too. */
async function writtenBy(accountSid: string, number: string, world: World): Promise<readonly PhoneText[]> {
  const query = `account=${accountSid}&to=${encodeURIComponent(number)}&limit=100`
  const [{ messages }, texts] = await Promise.all([
    world.wire.ask<{ messages: { sid: string }[] }>('GET', `/messages?${query}`),
    textsOf(number, world),
  ])
  const own = new Set(messages.map(({ sid }) => sid))
  return texts.filter(({ messageSid }) => messageSid !== null && own.has(messageSid))
}

async function textsOf(number: string, { wire }: World): Promise<readonly PhoneText[]> {
  const path = `/phones/${encodeURIComponent(number)}/messages?limit=1000`
  return (await wire.ask<{ messages: readonly PhoneText[] }>('GET', path)).messages
}

function phoneOf(number: string, inbox: Inbox, owner: PhoneOwner, world: World): Phone {
  const { wire } = world
  const path = `/phones/${encodeURIComponent(number)}`
  const calls = openPhoneCalls(number, owner, world)

  /** Takes the first text that is found, or says what came instead. */
  async function take<T>(
    find: (text: PhoneText) => T | null,
    what: string,
    like: string | RegExp | undefined,
    timeout: number,
  ): Promise<{ text: PhoneText; found: T }> {
    let hit: { text: PhoneText; found: T } | undefined
    const look = () => {
      for (const text of inbox.unseen) {
        const found = find(text)
        if (found === null) continue
        hit = { text, found }
        // Taken in the same turn: of two that wait, one gets it.
        inbox.take(text)
        return true
      }
      return false
    }
    if ((await inbox.until(look, timeout)) && hit) return hit
    // On a busy machine it may be there, and not have been told yet.
    await inbox.refresh()
    if (look() && hit) return hit
    throw new TrunklineError(
      await explain(
        {
          what: `${number} got no ${what} within ${time(timeout)}.`,
          accountSid: owner.sid,
          instead: inbox.unseen,
          ...(like !== undefined && { like }),
          look: `${path}/messages`,
        },
        wire,
      ),
    )
  }

  async function send(
    body: string,
    {
      to = inbox.lastFrom ?? owner.phoneNumber ?? undefined,
      media = [],
      timeout = world.timeout,
    }: Waiting & {
      to?: string
      media?: readonly PhoneMedia[]
    } = {},
  ): Promise<Outcome> {
    if (to === undefined)
      throw kitError(
        `${number} has nobody to write to: the account has no number.`,
        "phone.send(body, { to: '+1...' })",
      )
    const files = media.map(mediumOf)
    const { id } = await wire.ask<{ id: string }>('POST', `${path}/messages`, {
      to,
      ...(body !== '' && { body }),
      ...(files.length > 0 && { media: files }),
    })
    return outcomeOf({ id, from: number, to, accountSid: owner.sid }, timeout, world)
  }

  return {
    number,
    async waitForMessage(pattern, { timeout = world.timeout } = {}) {
      const like = typeof pattern === 'function' ? undefined : pattern
      const find = (text: PhoneText) => matchOf(pattern, textOnPhone(text))
      const { text, found } = await take(find, patternWords(pattern), like, timeout)
      return receivedMessage(text, found, wire)
    },
    async waitForCode({ timeout = world.timeout, length } = {}) {
      const wish = length === undefined ? {} : { length }
      const words = length === undefined ? 'code' : `code of ${length} digits`
      return (await take(({ body }) => findCode(body, wish), words, 'your code is', timeout)).found
    },
    async expectNoMessage({ within, matching } = {}) {
      if (within !== undefined) {
        world.mustBeOwn('The clock')
        await wire.ask('POST', '/clock/advance', { by: within }, 70_000)
      }
      await owner.settle()
      await inbox.refresh()
      const came = inbox.unseen.filter((text) => matchOf(matching, textOnPhone(text)))
      if (came.length === 0) return
      throw new TrunklineError(
        [
          `${number} was to get no ${patternWords(matching)}${within === undefined ? '' : ` within ${within}`}, and got ${came.length}:`,
          ...listed('', came.slice(0, 5).map(textWords)).slice(1),
          `Look: ${wire.url}/_trunkline/v1${path}/messages`,
        ].join('\n'),
      )
    },
    async hasReceived(pattern, { timeout = world.timeout, settled } = {}) {
      if (settled) {
        await owner.settle()
        await inbox.refresh()
      }
      const has = () => inbox.arrived.some((text) => matchOf(pattern, textOnPhone(text)))
      return inbox.until(has, settled ? 0 : timeout)
    },
    async messages() {
      await inbox.refresh()
      return Promise.all(inbox.arrived.map((text) => receivedMessage(text, [text.body], wire)))
    },
    send,
    async reply(body, options) {
      if (inbox.lastFrom === null)
        throw kitError(
          `Nobody wrote to ${number} yet whom it could answer.`,
          'phone.send(body), or phone.waitForMessage() first',
        )
      return send(body, { ...options, to: inbox.lastFrom })
    },
    sendMms: (body, media, options) => send(body, { ...options, media }),
    ...calls,
    async behaves(behaviour, { answers } = {}) {
      await wire.ask('PUT', path, { behaviour, ...(answers && { answers }) })
    },
  }
}

const mediumOf = (medium: PhoneMedia) =>
  'url' in medium
    ? { url: medium.url }
    : { contentType: medium.contentType, base64: Buffer.from(medium.data).toString('base64') }
