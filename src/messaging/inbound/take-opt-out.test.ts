import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../../test/databases.ts'
import { type MessageLife, type ScriptedCarrier, messageLife, scriptedCarrier } from '../../../test/message-life.ts'
import { openReceiver, type Receiver, twiml } from '../../../test/receiver.ts'
import { usualOptOuts } from '../../domain/opt-out.ts'
import { untouchedShortCode } from '../../domain/short-code.ts'
import { accept, add } from '../../domain/write.ts'
import { aNumber, aPoolSender } from '../../store/records.testing.ts'

const mia = '+14155552345'
const memory = databases.find(({ name }) => name === 'SQLite in memory')!

let database: TestDatabase
let life: MessageLife
let carrier: ScriptedCarrier
beforeEach(async () => {
  database = await memory.open()
  carrier = scriptedCarrier()
  life = await messageLife(database.url, carrier)
  await life.configure({ smsUrl: '' })
})
afterEach(async () => {
  await life[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

const say = async (body: string, values: Parameters<MessageLife['inbound']>[0] = {}) => {
  await life.inbound({ body, ...values })
  await life.settle()
}
/** What reached people, in its order. */
const heard = () => carrier.handed.map(({ body }) => body)
const blocked = async () =>
  (await life.store.blocks.against(life.account.sid, mia)).map(({ sender }) => sender).toSorted()
const refusal = (values = {}) =>
  life.send({ to: mia, ...values }).then(
    () => null,
    (error: { code: number }) => error.code,
  )

describe('a word for silence', () => {
  test.each(usualOptOuts.stop.keywords)('%s ends what its pair may be sent, and is confirmed once', async (word) => {
    expect(await refusal()).toBeNull()
    await life.settle()
    await say(` "${word.toLowerCase()}!" `)
    expect(await blocked()).toEqual([life.number.phoneNumber])
    expect(await refusal()).toBe(21610)
    expect(await refusal({ to: '+14155550000' })).toBeNull()
    await life.settle()
    await say(word)
    expect(heard()).toEqual(['hello', usualOptOuts.stop.reply, 'hello'])
  })

  test.each(['STOP please', 'stopping', 'don’t stop', 'stop stop', 'S T O P', '', '.'])('is not %j', async (text) => {
    await say(text)
    expect(await refusal()).toBeNull()
  })

  test('is answered for free, in the name of the number', async () => {
    await say('stop')
    const { rows } = await life.store.messages.list(life.account.sid, { to: mia }, { size: 10, skip: 0 })
    expect(rows).toEqual([
      expect.objectContaining({ direction: 'outbound-reply', from: life.number.phoneNumber, price: 0, status: 'sent' }),
    ])
  })

  test('fails what waits for its turn with 21610, and nothing of it is handed over', async () => {
    const { sid } = await life.send({ to: mia, body: 'waits' })
    await life.inbound({ body: 'STOP' })
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'failed', errorCode: 21610, price: null })
    expect(await life.story(sid)).toEqual(['queued', 'failed'])
    expect(heard()).toEqual([usualOptOuts.stop.reply])
  })

  test('keeps a hand-over in doubt from being made again', async () => {
    carrier.answer = () => ({ outcome: 'unknown', reason: 'no answer' })
    const { sid } = await life.send({ to: mia, body: 'in doubt' })
    await life.settle()
    await life.inbound({ body: 'STOP' })
    life.clock.advance(60_000)
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'failed', errorCode: 21610 })
    expect(heard().filter((body) => body === 'in doubt')).toHaveLength(1)
  })

  test('keeps the reply of the application from being sent, and says so', async () => {
    await using receiver: Receiver = await openReceiver(() => twiml('<Message>But why?</Message>'))
    await life.configure({ smsUrl: receiver.url })
    await say('STOP')
    expect(receiver.received).toHaveLength(1)
    expect(receiver.received[0]!.names).not.toContain('OptOutType')
    expect(heard()).toEqual([usualOptOuts.stop.reply])
    const { rows } = await life.store.notifications.list(life.account.sid, {}, { size: 10, skip: 0 })
    expect(rows.map(({ errorCode }) => errorCode)).toEqual([21610])
  })

  test('that two phones say at once, or one says twice at once, is heard', async () => {
    await Promise.all(['stop', 'STOP', 'quit', 'end'].map((body) => life.inbound({ body })))
    await life.inbound({ body: 'stop', from: '+14155550000' })
    await life.settle()
    expect(await blocked()).toEqual([life.number.phoneNumber])
    expect(heard()).toEqual([usualOptOuts.stop.reply, usualOptOuts.stop.reply])
  })
})

describe('the end of silence', () => {
  test.each(usualOptOuts.start.keywords)('%s lets its pair be written to again', async (word) => {
    await say('STOP')
    await say(word)
    expect(await blocked()).toEqual([])
    expect(await refusal()).toBeNull()
    expect(heard()).toEqual([usualOptOuts.stop.reply, usualOptOuts.start.reply])
  })

  test('is confirmed to who was never silent, but YES is then any other word', async () => {
    await say('START')
    await say('yes')
    expect(heard()).toEqual([usualOptOuts.start.reply])
  })

  test('leaves alone what the account itself blocked', async () => {
    const pair = { accountSid: life.account.sid, to: mia, sender: '', kind: 'opted-out' } as const
    await life.store.keep(accept([add('block', { key: 'own', ...pair, dateCreated: 1 })]))
    await say('START')
    expect(await blocked()).toEqual([''])
  })
})

test.each(usualOptOuts.help.keywords)('%s is answered, to who is silent, too', async (word) => {
  await say('STOP')
  await say(word)
  expect(heard()).toEqual([usualOptOuts.stop.reply, usualOptOuts.help.reply])
})

describe('with a messaging service', () => {
  test('silence holds towards all of its senders, and its end ends it for all', async () => {
    const service = await life.service({ inboundRequestUrl: null })
    const second = aNumber({ accountSid: life.account.sid })
    const place = { sid: second.sid, uniqueName: second.sid, sender: second.phoneNumber }
    const entry = aPoolSender({ ...place, accountSid: life.account.sid, serviceSid: service.sid })
    await life.store.keep(accept([add('incomingPhoneNumber', second), add('poolSender', entry)]))
    await say('STOP')
    expect(await blocked()).toEqual([life.number.phoneNumber, service.sid].toSorted())
    expect(await refusal({ from: '', messagingServiceSid: service.sid })).toBe(21610)
    expect(await refusal()).toBe(21610)
    await say('START', { to: second.phoneNumber })
    expect(await blocked()).toEqual([])
    expect(await refusal({ from: '', messagingServiceSid: service.sid })).toBeNull()
  })

  test('its own words and replies count, and its webhook is told what they ask for', async () => {
    await using receiver = await openReceiver()
    const optOuts = {
      stop: { keywords: ['ARRET'], reply: 'Fini.' },
      start: { keywords: ['RETOUR'], reply: 'Rebonjour.' },
      help: { keywords: ['AIDE'], reply: 'ARRET, RETOUR' },
    }
    await life.service({ inboundRequestUrl: receiver.url, optOuts })
    for (const word of ['arret', 'Aide', 'retour', 'STOP']) await say(word)
    expect(receiver.received.map(({ parameters }) => parameters['OptOutType'])).toEqual([
      'STOP',
      'HELP',
      'START',
      undefined,
    ])
    expect(heard()).toEqual(['Fini.', 'ARRET, RETOUR', 'Rebonjour.'])
  })
})

describe('a toll-free number', () => {
  const tollFree = '+18445550123'
  beforeEach(async () => {
    const number = aNumber({ accountSid: life.account.sid, phoneNumber: tollFree }, { smsUrl: '' })
    await life.store.keep(accept([add('incomingPhoneNumber', number)]))
  })

  test('is answered for by its network, which knows STOP, UNSTOP and START alone', async () => {
    await say('QUIT', { to: tollFree })
    await say('HELP', { to: tollFree })
    expect([heard(), await blocked()]).toEqual([[], []])
    await say('Stop', { to: tollFree })
    expect(heard()[0]).toMatch(/^NETWORK MSG: You replied with the word "stop"/)
    expect(await refusal({ from: tollFree })).toBe(21610)
    await say('YES', { to: tollFree })
    expect(await blocked()).toEqual([tollFree])
    await say('unstop', { to: tollFree })
    expect(await blocked()).toEqual([])
  })
})

describe('a short code', () => {
  const digits = '12345'
  const shortCode = { sid: `SC${'1'.repeat(32)}`, shortCode: digits, isoCountry: 'US', friendlyName: digits }
  beforeEach(async () => {
    const record = {
      ...shortCode,
      accountSid: life.account.sid,
      settings: untouchedShortCode,
      dateCreated: 1,
      dateUpdated: 1,
    }
    await life.store.keep(accept([add('shortCode', record)]))
  })

  test('that stands alone leaves all words to its application', async () => {
    await say('STOP', { to: digits })
    expect([heard(), await blocked()]).toEqual([[], []])
  })

  test('in the pool of a service is handled', async () => {
    const service = await life.service()
    const place = { sid: shortCode.sid, uniqueName: shortCode.sid, sender: digits, kind: 'short-code' } as const
    const entry = aPoolSender({ ...place, accountSid: life.account.sid, serviceSid: service.sid })
    await life.store.keep(accept([add('poolSender', entry)]))
    await say('STOP', { to: digits })
    expect(await blocked()).toEqual([digits, service.sid].toSorted())
  })
})
