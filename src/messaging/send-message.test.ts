import { StatementSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type TestDatabase, databases } from '../../test/databases.ts'
import { type MessageLife, messageLife, scriptedCarrier } from '../../test/message-life.ts'
import { accept, add } from '../domain/write.ts'
import { aNumber, anAccount, someTime } from '../store/records.testing.ts'
import type { SendRequest } from './check-request.ts'

const stranger = aNumber({ accountSid: anAccount().sid })
const service = `MG${'a'.repeat(32)}`

describe.each(databases.slice(0, 1))('a message that cannot be sent', ({ open }) => {
  let database: TestDatabase
  let life: MessageLife
  let withoutSms: string
  let withMms: string
  beforeAll(async () => {
    database = await open()
    life = await messageLife(database.url, scriptedCarrier())
    const mute = aNumber({
      accountSid: life.account.sid,
      capabilities: { voice: true, sms: false, mms: false, fax: false },
    })
    const rich = aNumber({
      accountSid: life.account.sid,
      capabilities: { voice: true, sms: true, mms: true, fax: false },
    })
    withoutSms = mute.phoneNumber
    withMms = rich.phoneNumber
    await life.store.keep(accept([mute, rich, stranger].map((number) => add('incomingPhoneNumber', number))))
  })
  afterAll(async () => {
    await life[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  const problems: [name: string, values: Partial<SendRequest>, code: number, words: string | RegExp][] = [
    ['no To', { to: undefined, from: undefined, body: undefined }, 21604, "A 'To' phone number is required."],
    ['an empty To', { to: '' }, 21604, "A 'To' phone number is required."],
    ['no From', { from: undefined, body: undefined }, 21603, "A 'From' phone number is required."],
    ['no Body', { body: undefined }, 21602, 'Message body is required.'],
    ['an empty Body without media', { body: '' }, 21602, 'Message body is required.'],
    [
      'both addresses wrong names To',
      { to: '123', from: 'not!a!sender' },
      21211,
      "The 'To' number 123 is not a valid phone number.",
    ],
    ['To is words', { to: 'nobody' }, 21211, "The 'To' number nobody is not a valid phone number."],
    [
      'To is too short for its country',
      { to: '+12345678' },
      21211,
      "The 'To' number +12345678 is not a valid phone number.",
    ],
    [
      'To of a channel is no number',
      { to: 'whatsapp:me', from: 'whatsapp:+12' },
      21211,
      "The 'To' number whatsapp:me is not a valid phone number.",
    ],
    ['To has a prefix that is no channel', { to: 'tel:+14155552345', from: '+12' }, 21212, /'From' number \+12 is not/],
    [
      'From is nothing that sends',
      { from: 'much too long a name' },
      21212,
      /'From' number much too long a name is not a valid phone number, shortcode/,
    ],
    [
      'From is short, but digits',
      { from: '+123' },
      21606,
      /^The From phone number \+123 is not a valid, SMS-capable inbound/,
    ],
    ['From is nobody’s', { from: '+12065550199' }, 21606, /^The From phone number \+12065550199 is not/],
    [
      'From is another account’s',
      { from: stranger.phoneNumber },
      21606,
      /is not a valid, SMS-capable inbound phone number/,
    ],
    ['From is a short code', { from: '12345' }, 21606, /^The From phone number 12345/],
    ['media from a number that has none', { mediaUrls: ['https://a.example/1.png'] }, 21621, /MMS/],
    [
      'letters to the United States',
      { from: 'Acme' },
      21612,
      /: \+14155552345, is not currently reachable using the 'From' phone number: Acme via SMS\.$/,
    ],
    ['letters to Canada', { from: 'Acme', to: '+14165550123' }, 21612, /via SMS\.$/],
    [
      'letters with media',
      { from: 'Acme', to: '+447400123456', mediaUrls: ['https://a.example/1.png'] },
      21612,
      /via MMS\.$/,
    ],
    ['To can only be a landline', { to: '+442079460000' }, 21614, 'To number: +442079460000, is not a mobile number'],
    [
      'channels differ',
      { to: 'whatsapp:+14155552345' },
      21910,
      'Invalid From and To pair. From and To should be of the same channel',
    ],
    ['channels differ the other way', { from: 'whatsapp:+14155552345' }, 21910, /same channel/],
    [
      'From has no channel',
      { to: 'whatsapp:+14155552345', from: 'whatsapp:+14155238886' },
      63007,
      /^Twilio could not find a Channel/,
    ],
    ['From has no such channel', { to: 'messenger:1', from: 'messenger:2' }, 63007, /^Twilio could not find a Channel/],
    [
      '1601 characters',
      { body: 'x'.repeat(1601) },
      21617,
      'The concatenated message body exceeds the 1600 character limit.',
    ],
    ['1601 emoji', { body: '🙂'.repeat(1601) }, 21617, /1600/],
    ['11 media', { mediaUrls: Array(11).fill('https://a.example/1.png') as string[] }, 21623, /media/],
    [
      'media that is no address',
      { mediaUrls: ['ftp://a.example/1'] },
      21620,
      'Media urls: ftp://a.example/1 are invalid. Please use only valid http and https urls',
    ],
    [
      'several media that are no addresses, beside one that is',
      { mediaUrls: ['ftp://a.example/1', 'https://a.example/2', 'here'] },
      21620,
      'Media urls: ["ftp://a.example/1", "here"] are invalid. Please use only valid http and https urls',
    ],
    [
      'an empty media address',
      { mediaUrls: [''] },
      21620,
      'Media urls:  are invalid. Please use only valid http and https urls',
    ],
    ['variables without their template', { options: { contentVariables: '{}' } }, 21654, 'ContentSid Required'],
    ['variables and nothing else', { body: '', options: { contentVariables: '{}' } }, 21654, 'ContentSid Required'],
    [
      'a template that nobody has, in place of a text',
      { body: '', options: { contentSid: `HX${'0'.repeat(32)}` } },
      21655,
      /ContentSid/,
    ],
    ['a template that is none', { options: { contentSid: 'HX1' } }, 21655, /ContentSid/],
    [
      'variables that are no object',
      { options: { contentSid: `HX${'0'.repeat(32)}`, contentVariables: '[' } },
      21656,
      /Content Variables/,
    ],
    [
      'a callback that is no address',
      { statusCallback: 'nowhere' },
      21609,
      'The StatusCallback URL nowhere is not a valid URL.',
    ],
    ['a callback with an underscore in its host', { statusCallback: 'http://a_b.example/' }, 21609, /a_b/],
    [
      'a callback that is too long',
      { statusCallback: `http://a.example/${'x'.repeat(4000)}` },
      21609,
      /StatusCallback/,
    ],
    [
      'an action, to a phone',
      { options: { persistentAction: ['geo:1,2|here'] } },
      63030,
      'Unsupported parameter for type of channels message',
    ],
    ...['', 'tel:1', 'geo:1', 'geo:91,2', 'geo:1,181', 'geo:1,2 here'].map(
      (action): [string, Partial<SendRequest>, number, RegExp] => [
        `an action that is no place: "${action}"`,
        {
          to: 'whatsapp:+14155552345',
          from: 'whatsapp:+14155238886',
          options: { persistentAction: ['geo:1,2', action] },
        },
        20001,
        /PersistentAction/,
      ],
    ),
    ['links to be shortened', { options: { shortenUrls: true } }, 20001, /ShortenUrls/],
    ['what shall travel as media, from a number that sends none', { options: { sendAsMms: true } }, 21621, /MMS/],
    ['a validity of no time', { options: { validityPeriod: 0 } }, 21624, /validity/],
    ['a validity of too long', { options: { validityPeriod: 36_001 } }, 21624, /validity/],
    ['a price that is no number', { options: { maxPrice: Number.NaN } }, 21627, /Max Price/],
    ['a fallback beside a sender', { options: { fallbackFrom: '+14155552345' } }, 21664, /FallbackFrom/],
    [
      'a schedule without a time',
      { options: { scheduleType: 'fixed' } },
      35111,
      "SendAt cannot be empty for ScheduleType 'fixed'",
    ],
    ['a schedule too soon', { options: { scheduleType: 'fixed', sendAt: someTime + 899_000 } }, 35114, /900 seconds/],
    [
      'a schedule too late',
      { options: { scheduleType: 'fixed', sendAt: someTime + 36 * 86_400_000 } },
      35114,
      /35 days \(3024000 seconds\)/,
    ],
    [
      'a schedule without a service',
      { options: { scheduleType: 'fixed', sendAt: someTime + 900_000 } },
      35118,
      /MessagingServiceSid is required/,
    ],
    [
      'a service nobody knows',
      { from: undefined, messagingServiceSid: service },
      21701,
      'The Messaging Service does not exist',
    ],
    ['a service nobody knows as From', { from: service }, 21701, 'The Messaging Service does not exist'],
    [
      'a service that is none',
      { from: undefined, messagingServiceSid: 'MG1' },
      21705,
      'The Messaging Service is invalid',
    ],
  ]
  test.each(problems)('%s', async (_, values, code, words) => {
    const before = await life.store.messages.count(life.account.sid, {}, 1)
    await expect(life.send(values)).rejects.toMatchObject({
      name: 'Problem',
      code,
      message: typeof words === 'string' ? words : (expect.stringMatching(words) as string),
    })
    expect(await life.store.messages.count(life.account.sid, {}, 1)).toBe(before)
  })

  test('a number of the account that does no SMS', async () => {
    const problem: unknown = await life.send({ from: withoutSms }).catch((error: unknown) => error)
    expect(problem).toMatchObject({ code: 21606, problem: 'fromWithoutSms' })
  })

  test('what is just allowed is sent', async () => {
    await expect(life.send({ body: 'x'.repeat(1600) })).resolves.toMatchObject({ numSegments: 11, encoding: 'GSM-7' })
    await expect(life.send({ body: '🙂'.repeat(1600) })).resolves.toMatchObject({ encoding: 'UCS-2' })
    await expect(life.send({ to: '(415) 555-2345', from: life.number.phoneNumber.slice(1) })).resolves.toMatchObject({
      to: '+14155552345',
      from: life.number.phoneNumber,
    })
    await expect(life.send({ from: 'Acme', to: '+447400123456' })).resolves.toMatchObject({ from: 'Acme' })
    await expect(
      life.send({ to: 'whatsapp:+14155552345', from: `whatsapp:${life.number.phoneNumber}` }),
    ).resolves.toMatchObject({ to: 'whatsapp:+14155552345', from: `whatsapp:${life.number.phoneNumber}` })
    await expect(
      life.send({ body: 'hi', options: { contentSid: `HX${'0'.repeat(32)}`, contentVariables: '{"1":"x"}' } }),
    ).resolves.toMatchObject({ body: 'hi', options: { contentVariables: '{"1":"x"}' } })
    await expect(life.send({ statusCallback: 'http://localhost:3000/status#rc=2' })).resolves.toMatchObject({
      statusCallback: 'http://localhost:3000/status#rc=2',
    })
  })

  test('media makes it an MM of one segment, and so does SendAsMms', async () => {
    const media = await life.send({ from: withMms, body: '', mediaUrls: ['https://a.example/1.png'] })
    expect(media).toMatchObject({ sid: expect.stringMatching(/^MM/) as string, numSegments: 1, body: '' })
    expect(await life.send({ from: withMms, options: { sendAsMms: true }, body: 'x'.repeat(300) })).toMatchObject({
      sid: expect.stringMatching(/^MM/) as string,
      numSegments: 1,
    })
  })

  test('smart encoding keeps a text in GSM-7', async () => {
    expect(await life.send({ body: '“so”…', options: { smartEncoded: true } })).toMatchObject({
      body: '"so"...',
      encoding: 'GSM-7',
    })
    expect(await life.send({ body: '“so”…' })).toMatchObject({ body: '“so”…', encoding: 'UCS-2' })
  })
})

describe.each(databases)('a message that is sent, on $name', ({ open }) => {
  test('is kept whole with its job and its first event, and counted, before anything is answered', async () => {
    await using database = await open()
    await using life = await messageLife(database.url, scriptedCarrier())
    const options = {
      provideFeedback: true,
      attempt: 2,
      forceDelivery: true,
      trafficType: 'free',
      riskCheck: 'disable',
    } as const
    const message = await life.send({ options, statusCallback: 'http://a.example/' })
    expect(await life.find(message.sid)).toEqual(message)
    expect(message).toMatchObject({
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/) as string,
      accountSid: life.account.sid,
      status: 'queued',
      priceUnit: 'USD',
      price: null,
      dateCreated: someTime,
      dateSent: null,
      dateListed: null,
      options,
    })
    expect(await life.story(message.sid)).toEqual(['queued'])
    expect(await life.store.messages.count(life.account.sid, {}, 10)).toBe(1)
    const [job] = await life.takeAndDie('deliver-message')
    expect(job).toMatchObject({
      subject: message.sid,
      lane: `scripted:${life.number.phoneNumber}`,
      weight: 1,
      data: { carrier: 'scripted' },
    })
  })
})

test('a message like the one before reads nothing from the database', async () => {
  await using life = await messageLife('sqlite::memory:', scriptedCarrier())
  const reads = vi.spyOn(StatementSync.prototype, 'all')
  try {
    await life.send()
    expect(reads).toHaveBeenCalled()
    reads.mockClear()
    await life.send({ to: '+14155552346', body: 'another' })
    expect(reads).not.toHaveBeenCalled()
  } finally {
    reads.mockRestore()
  }
})
