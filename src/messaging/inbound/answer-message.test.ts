import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import twilio from 'twilio'
import { type TestDatabase, databases } from '../../../test/databases.ts'
import { type MessageLife, messageLife } from '../../../test/message-life.ts'
import { type ApplicationAnswer, openReceiver, type Received, type Receiver, twiml } from '../../../test/receiver.ts'
import type { Message } from '../../domain/message.ts'
import { accept, add, change } from '../../domain/write.ts'
import { startWorker } from '../../jobs/worker.ts'
import { silentLog } from '../../log.ts'
import { anApplication } from '../../store/records.testing.ts'

const mia = '+14155552345'
const memory = databases.find(({ name }) => name === 'SQLite in memory')!

let database: TestDatabase
let life: MessageLife
let receiver: Receiver
let answer: (received: Received, before: readonly Received[]) => ApplicationAnswer

const begin = async (open: () => Promise<TestDatabase>) => {
  answer = () => ({})
  database = await open()
  receiver = await openReceiver((received, before) => answer(received, before))
  life = await messageLife(database.url)
  await life.configure({ smsUrl: `${receiver.url}/sms` })
}
const end = async () => {
  await life[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
}

const messages = async () => (await life.store.messages.list(life.account.sid, {}, { size: 100, skip: 0 })).rows
const inbound = async () => (await messages()).find(({ direction }) => direction === 'inbound') as Message
/** What was sent, the first first. */
const replies = async () =>
  (await messages()).filter(({ direction }) => direction !== 'inbound').toSorted((a, b) => (a.sid < b.sid ? -1 : 1))
const alerts = async () =>
  (await life.store.notifications.list(life.account.sid, {}, { size: 100, skip: 0 })).rows.map(
    ({ errorCode, log, resourceSid }) => ({ errorCode, log, resourceSid }),
  )
const converse = async (message: Parameters<MessageLife['inbound']>[0] = {}) => {
  await life.inbound(message)
  await life.settle()
}

describe.each(databases)('an application that answers, on $name', ({ open }) => {
  beforeEach(() => begin(open))
  afterEach(end)

  test('sends its replies, and each is delivered to the phone that wrote', async () => {
    answer = () => twiml('<Message>one</Message><Message><Body>two</Body></Message>')
    await converse()
    life.clock.advance(1000)
    await life.settle()
    expect(await replies()).toEqual([
      expect.objectContaining({ body: 'one', to: mia, from: life.number.phoneNumber, direction: 'outbound-reply' }),
      expect.objectContaining({ body: 'two', status: 'delivered' }),
    ])
    expect((await life.store.phones.inbox(mia, 10)).map(({ body }) => body).toSorted()).toEqual(['one', 'two'])
    expect(await life.story((await inbound()).sid)).toEqual(['receiving', 'received', 'answered'])
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('may answer with what no database keeps in a text, as phones may write it', async () => {
    answer = () => ({ status: 200, headers: { 'content-type': 'text/plain' }, body: 'one\0two' })
    await converse({ body: 'a\0b' })
    expect(await inbound()).toMatchObject({ body: 'ab', status: 'received' })
    expect((await replies()).map(({ body }) => body)).toEqual(['one\uFFFDtwo'])
    expect(await life.store.jobs.pending(['answer-message'])).toBe(0)
  })

  test('whose answer was lost with the process is asked again with the same token, and carried out once', async () => {
    answer = (_, { length }) => twiml(`<Message>${length}</Message>`)
    await life.inbound()
    const taken = await life.takeAndDie('answer-message')
    await life.settle()
    // The one that seemed dead asks after all, and finds that its job is done.
    await life.run('answer-message', taken)
    const tokens = receiver.received.map(({ headers }) => headers['i-twilio-idempotency-token'])
    expect([tokens.length, new Set(tokens).size]).toEqual([2, 1])
    expect((await replies()).map(({ body }) => body)).toEqual(['0'])
  })

  test('whose answer comes late is not carried out any more, also while what it led to is being asked for', async () => {
    answer = ({ url }, { length }) =>
      url.endsWith('/sms')
        ? twiml(`<Message>${length}</Message><Redirect>/next</Redirect>`)
        : twiml('<Message>next</Message>')
    await life.inbound()
    const late = await life.takeAndDie('answer-message')
    await life.run('answer-message', await life.takeAndDie('answer-message'))
    expect(await life.takeAndDie('answer-message')).toHaveLength(1)
    await life.run('answer-message', late)
    await life.settle()
    expect((await replies()).map(({ body }) => body)).toEqual(['0', 'next'])
  })
})

describe('an application', () => {
  beforeEach(() => begin(memory.open))
  afterEach(end)

  test('is asked, however many processes died before they could', async () => {
    answer = () => twiml('<Message>here</Message>')
    await life.inbound()
    for (let i = 0; i < 12; i++) await life.takeAndDie('answer-message')
    const { store: ledger, clock, deeds } = life
    await using worker = startWorker({ ledger, clock, deeds, log: silentLog, rateOf: () => Infinity, pollMs: 50 })
    await receiver.until(({ length }) => length === 1, 5000)
    await worker.stop(5000)
    expect((await replies()).map(({ body }) => body)).toEqual(['here'])
  })

  test('is told of a message in the order that is recorded, signed', async () => {
    await converse({ from: '+12065550123', body: 'Hi & bye' })
    const [told] = receiver.received
    const { sid } = await inbound()
    expect(told!.names).toEqual(
      (
        'ToCountry ToState SmsMessageSid NumMedia ToCity FromZip SmsSid FromState SmsStatus FromCity Body FromCountry To ' +
        'ToZip NumSegments MessageSid AccountSid From ApiVersion'
      ).split(' '),
    )
    expect(told!.parameters).toMatchObject({
      FromCity: 'SEATTLE',
      FromState: 'WA',
      FromCountry: 'US',
      Body: 'Hi & bye',
      SmsStatus: 'received',
      NumMedia: '0',
      NumSegments: '1',
      MessageSid: sid,
      SmsSid: sid,
      SmsMessageSid: sid,
      AccountSid: life.account.sid,
      From: '+12065550123',
      To: life.number.phoneNumber,
      ApiVersion: '2010-04-01',
    })
    const signature = String(told!.headers['x-twilio-signature'])
    expect(twilio.validateRequest(life.account.authToken, signature, told!.url, told!.parameters)).toBe(true)
  })

  test('is told what media came, and where they are', async () => {
    const bytes = new Uint8Array([1, 2, 3])
    await converse({
      body: '',
      media: [
        { contentType: 'image/gif', bytes },
        { contentType: 'text/plain', bytes },
      ],
    })
    const { names, parameters } = receiver.received[0]!
    const media = await life.store.media.ofMessages([(await inbound()).sid])
    expect(parameters).toMatchObject({ NumMedia: '2', Body: '', MediaContentType1: 'text/plain' })
    expect([parameters['MediaUrl0'], parameters['MediaUrl1']]).toEqual(
      media.map(({ sid }) => `https://media.here/${sid}`),
    )
    expect(names.indexOf('MediaContentType0')).toBe(1)
    expect(names.slice(-4)).toEqual(['From', 'MediaUrl0', 'MediaUrl1', 'ApiVersion'])
  })

  test('that wants GET is told in the query', async () => {
    await life.configure({ smsUrl: `${receiver.url}/sms?a=1`, smsMethod: 'GET' })
    await converse({ body: 'two words' })
    const [told] = receiver.received
    expect(told!.method).toBe('GET')
    expect(new URL(told!.url).searchParams.get('Body')).toBe('two words')
    expect(
      twilio.validateRequest(life.account.authToken, String(told!.headers['x-twilio-signature']), told!.url, {}),
    ).toBe(true)
  })

  test('of the first version is told less, in numbers without +', async () => {
    await life.configure({ smsUrl: receiver.url, apiVersion: '2008-08-01' })
    await converse({ from: '+12065550123' })
    expect(receiver.received[0]!.names).toEqual(
      'SmsSid AccountSid From To Body FromCity FromState FromZip FromCountry ToCity ToState ToZip ToCountry'.split(' '),
    )
    expect(receiver.received[0]!.parameters).toMatchObject({ From: '2065550123', To: life.number.phoneNumber.slice(2) })
  })

  test('of a channel is told who writes there, and nothing of places', async () => {
    const to = `whatsapp:${life.number.phoneNumber}`
    answer = () => twiml('<Message>hello</Message>')
    await converse({ from: `whatsapp:${mia}`, to, profileName: 'Mia' })
    expect(receiver.received[0]!.names).toEqual(
      (
        'SmsMessageSid NumMedia ProfileName MessageType SmsSid WaId SmsStatus Body To NumSegments ReferralNumMedia ' +
        'MessageSid AccountSid From ApiVersion'
      ).split(' '),
    )
    expect(receiver.received[0]!.parameters).toMatchObject({
      ProfileName: 'Mia',
      WaId: mia.slice(1),
      MessageType: 'text',
    })
    expect(await replies()).toEqual([expect.objectContaining({ from: to, to: `whatsapp:${mia}` })])
  })

  test('is that of the messaging service, unless the service leaves it to its numbers', async () => {
    const service = await life.service({ inboundRequestUrl: `${receiver.url}/service` })
    await converse()
    expect(receiver.received[0]).toMatchObject({ url: `${receiver.url}/service` })
    expect(receiver.received[0]!.parameters['MessagingServiceSid']).toBe(service.sid)
    expect(receiver.received[0]!.names.indexOf('MessagingServiceSid')).toBe(
      receiver.received[0]!.names.indexOf('To') + 1,
    )
    expect(await inbound()).toMatchObject({ messagingServiceSid: service.sid })
    const set = (settings: object) =>
      life.store.keep(
        accept([change('messagingService', service.sid, { settings: { ...service.settings, ...settings } })]),
      )
    await set({ useInboundWebhookOnNumber: true })
    await converse()
    expect(receiver.received.at(-1)).toMatchObject({ url: `${receiver.url}/sms` })
    await set({ inboundRequestUrl: null })
    await converse()
    expect(receiver.received).toHaveLength(2)
  })

  test('that the number names is told before the addresses of the number', async () => {
    const application = anApplication({ accountSid: life.account.sid })
    const settings = { ...application.settings, smsUrl: `${receiver.url}/application` }
    await life.store.keep(accept([add('application', { ...application, settings })]))
    await life.configure({ smsUrl: `${receiver.url}/sms`, smsApplicationSid: application.sid })
    await converse()
    expect(receiver.received.map(({ url }) => url)).toEqual([`${receiver.url}/application`])
  })

  test('gets back the cookies that it set, for four hours and by pair', async () => {
    answer = () => ({ status: 204, headers: { 'set-cookie': 'step=2' } })
    await converse()
    await converse()
    await converse({ from: '+14155550000' })
    life.clock.advance(4 * 3_600_000 + 1)
    await converse()
    expect(receiver.received.map(({ headers }) => headers.cookie)).toEqual([undefined, 'step=2', undefined, undefined])
  })

  test.each([
    [
      'a text as text/plain',
      { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Plain' },
      ['Plain'],
      [],
    ],
    ['204', { status: 204 }, [], []],
    ['an empty document', twiml(''), [], []],
    ['nothing, with 200 and no type', { status: 200 }, [], [11200]],
    ['JSON', { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }, [], [12300]],
    ['an error', { status: 500 }, [], [11200]],
    [
      'what is no XML',
      { status: 200, headers: { 'content-type': 'text/xml' }, body: '<Response><Message>' },
      [],
      [12100],
    ],
    ['another root', { status: 200, headers: { 'content-type': 'text/xml' }, body: '<Reply/>' }, [], [12102]],
    ['a document of 70 kB', twiml(`<Message>${'x'.repeat(70_000)}</Message>`), [], [11750]],
    ['verbs of calls', twiml('<Say>Hi</Say><Message>yes</Message>'), ['yes'], [12200]],
    [
      'a message to the number itself',
      (to: string) => twiml(`<Message to="${to}">me</Message><Message>you</Message>`),
      ['you'],
      [14101],
    ],
    ['a message to nobody', twiml('<Message to="nobody">x</Message>'), [], [14101]],
    ['a sender that is not its own', twiml('<Message from="+12025550123">x</Message>'), [], [14102]],
    ['a message without words', twiml('<Message/>'), [], [14103]],
    ['a message with a method that is none', twiml('<Message method="PUT">hm</Message>'), ['hm'], [14104]],
    ['a status callback that is none', twiml('<Message statusCallback="http://a_b/c">hm</Message>'), ['hm'], [14105]],
  ] as const)('that answers with %s', async (_, given, bodies, codes) => {
    answer = () => (typeof given === 'function' ? given(life.number.phoneNumber) : given)
    await converse()
    expect((await replies()).map(({ body }) => body)).toEqual(bodies)
    expect((await alerts()).map(({ errorCode }) => errorCode)).toEqual(codes)
    const { sid } = await inbound()
    for (const { resourceSid } of await alerts()) expect(resourceSid).toBe(sid)
    expect(await inbound()).toMatchObject({ status: 'received' })
    expect(await life.store.jobs.pending(['answer-message'])).toBe(0)
  })

  test('on trial writes to numbers that are not verified in vain', async () => {
    await life.store.keep(accept([change('account', life.account.sid, { type: 'Trial' })]))
    answer = () => twiml('<Message>hello</Message>')
    await converse()
    expect(await replies()).toEqual([])
    expect((await alerts()).map(({ errorCode }) => errorCode)).toEqual([14111])
  })

  test('that fails is followed by its fallback, which is told why', async () => {
    await life.configure({ smsUrl: `${receiver.url}/sms`, smsFallbackUrl: `${receiver.url}/plan-b` })
    answer = ({ url }) => (url.endsWith('/plan-b') ? twiml('<Message>sorry</Message>') : { status: 503 })
    await converse()
    const [first, second] = receiver.received
    expect(second!.parameters).toEqual({ ...first!.parameters, ErrorCode: '11200', ErrorUrl: `${receiver.url}/sms` })
    expect(second!.headers['i-twilio-idempotency-token']).not.toBe(first!.headers['i-twilio-idempotency-token'])
    expect((await replies()).map(({ body }) => body)).toEqual(['sorry'])
    expect(await alerts()).toHaveLength(1)
  })

  test('whose fallback fails as well leaves two alerts, and no reply', async () => {
    await life.configure({ smsUrl: `${receiver.url}/sms`, smsFallbackUrl: `${receiver.url}/plan-b` })
    answer = ({ url }) =>
      url.endsWith('/plan-b') ? { status: 200, headers: { 'content-type': 'image/png' }, body: 'x' } : twiml('<')
    await converse()
    expect(new Set((await alerts()).map(({ errorCode }) => errorCode))).toEqual(new Set([12100, 12300]))
    const attempts = await life.store.webhookAttempts.about((await inbound()).sid)
    expect(attempts.map(({ kind, errorCode }) => [kind, errorCode])).toEqual([
      ['message', 12100],
      ['message', 12300],
    ])
  })

  test('redirects to a relative address, which is told the same', async () => {
    await life.configure({ smsUrl: `${receiver.url}/deep/sms` })
    answer = ({ url }) =>
      url.endsWith('/sms')
        ? twiml('<Message>first</Message><Redirect method="GET">next?x=1</Redirect>')
        : twiml('<Message>then</Message>')
    await converse({ body: 'go' })
    expect((await replies()).map(({ body }) => body)).toEqual(['first', 'then'])
    const { method, url } = receiver.received[1]!
    expect([method, new URL(url).pathname, new URL(url).searchParams.get('Body')]).toEqual(['GET', '/deep/next', 'go'])
  })

  test('that redirects without end is stopped after fifty documents', async () => {
    answer = () => twiml('<Redirect/>')
    await converse()
    expect(receiver.received).toHaveLength(50)
    expect((await alerts()).map(({ errorCode }) => errorCode)).toEqual([14106])
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('with an action is told what became of the message, and its answer replaces the rest', async () => {
    answer = ({ url }) =>
      url.endsWith('/sms')
        ? twiml('<Message action="/done">one</Message><Message>never</Message>')
        : twiml('<Message>two</Message>')
    await converse()
    const [one, two] = await replies()
    expect([one!.body, two!.body]).toEqual(['one', 'two'])
    expect(receiver.received[1]!.parameters).toEqual({
      SmsSid: one!.sid,
      SmsStatus: 'queued',
      MessageStatus: 'queued',
      MessageSid: one!.sid,
      To: mia,
      From: life.number.phoneNumber,
      AccountSid: life.account.sid,
      ApiVersion: '2010-04-01',
    })
  })

  test('is told of a message that failed, in the words of the verb', async () => {
    answer = ({ url }) => (url.endsWith('/sms') ? twiml('<Sms to="12" action="/done">one</Sms>') : {})
    await converse()
    expect(receiver.received[1]!.parameters).toMatchObject({
      SmsStatus: 'invalid',
      MessageStatus: 'failed',
      ErrorCode: '14101',
    })
  })

  test('hears of the statuses of its reply where the verb says', async () => {
    answer = ({ url }) => (url.endsWith('/sms') ? twiml('<Message statusCallback="/status">one</Message>') : {})
    await converse()
    life.clock.advance(1000)
    await life.settle()
    const told = receiver.received.filter(({ url }) => url.endsWith('/status'))
    expect(told.map(({ parameters }) => parameters['MessageStatus'])).toEqual(['sent', 'delivered'])
  })

  test('sends ten messages for one, and no more', async () => {
    answer = () => twiml(Array.from({ length: 12 }, (_, i) => `<Message>${i}</Message>`).join(''))
    await converse()
    expect(await replies()).toHaveLength(10)
    expect((await alerts()).map(({ errorCode }) => errorCode)).toEqual([14109, 14109])
  })

  test('that answers a machine is stopped after twenty replies in half a minute', async () => {
    answer = () => twiml('<Message>a</Message><Message>b</Message>')
    for (let i = 0; i < 11; i++) await converse()
    expect(await replies()).toHaveLength(20)
    expect(new Set((await alerts()).map(({ errorCode }) => errorCode))).toEqual(new Set([14107]))
    life.clock.advance(30_000)
    await converse()
    expect(await replies()).toHaveLength(22)
  })

  test('is not asked for an account that was suspended', async () => {
    await life.store.keep(accept([change('account', life.account.sid, { status: 'suspended' })]))
    await converse()
    expect(receiver.received).toEqual([])
    expect(await inbound()).toMatchObject({ status: 'received' })
  })

  test('reads a number without + in the country of its sender', async () => {
    answer = () => twiml('<Message to="(206) 555-0155">hi</Message>')
    await converse()
    expect(await replies()).toEqual([expect.objectContaining({ to: '+12065550155' })])
  })
})
