import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, databases, sharedDatabases } from '../../../test/databases.ts'
import { type MessageLife, type ScriptedCarrier, messageLife, scriptedCarrier } from '../../../test/message-life.ts'
import { type BlockKind, blockKey } from '../../domain/block.ts'
import type { Ledger } from '../../domain/ledger.ts'
import type { MessagingService, ServiceSettings } from '../../domain/messaging-service.ts'
import type { PoolSender } from '../../domain/pool-sender.ts'
import { add, change, outcome, remove } from '../../domain/write.ts'
import { anAccount, aPoolSender, aService, someTime } from '../../store/records.testing.ts'
import { openStore } from '../../store/store.ts'
import type { SendRequest } from '../check-request.ts'
import { sendMessage } from '../send-message.ts'
import { freeRules } from '../sending-rules.testing.ts'
import type { SendingRules } from '../sending-rules.ts'
import { chooseSender } from './choose-sender.ts'

const toParis = '+33612345678'

describe.each(databases)('sending through a service on $name', ({ open }) => {
  let database: TestDatabase
  let carrier: ScriptedCarrier
  let life: MessageLife
  let service: MessagingService
  beforeAll(async () => {
    database = await open()
    carrier = scriptedCarrier()
    life = await messageLife(database.url, carrier)
  })
  beforeEach(async () => {
    carrier.handed.length = 0
    service = await aServiceOf({})
  })
  // Nothing is left over for the next test.
  afterEach(() => life.settle())
  afterAll(async () => {
    await life[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  const keep = async (...operations: Parameters<typeof outcome>[0]) => {
    expect(await life.store.keep(outcome(operations))).toEqual({ kept: true })
  }
  async function aServiceOf(settings: Partial<ServiceSettings>): Promise<MessagingService> {
    const made = aService({ accountSid: life.account.sid }, settings)
    await keep(add('messagingService', made))
    return made
  }
  const into = async (pool: MessagingService, ...senders: Partial<PoolSender>[]): Promise<PoolSender[]> => {
    const made = senders.map((sender) => aPoolSender({ accountSid: life.account.sid, serviceSid: pool.sid, ...sender }))
    await keep(...made.map((sender) => add('poolSender', sender)))
    return made
  }
  const oneInto = async (pool: MessagingService) => (await into(pool, {}))[0]!
  const through = ({ sid }: MessagingService, values: Partial<SendRequest> = {}) =>
    life.send({ from: undefined, messagingServiceSid: sid, ...values })
  const block = (kind: BlockKind, sender: string) => {
    const pair = { accountSid: life.account.sid, to: '+14155552345', sender, kind }
    return keep(add('block', { ...pair, key: blockKey(pair), dateCreated: someTime }))
  }
  /** Chooses once, under other rules than those of the message's life. */
  const chooseUnder = async (rules: Partial<SendingRules>) => {
    const jobs = await life.takeAndDie('choose-sender')
    const has = { ledger: life.store, clock: life.clock, rules: { ...freeRules, ...rules }, nudge() {} }
    await chooseSender(has).run(jobs, new AbortController().signal)
  }

  test('a message is accepted without sender and segments, then queued with both, and goes its way', async () => {
    const { sender } = await oneInto(service)
    const accepted = await through(service, { body: 'x'.repeat(200) })
    expect(accepted).toMatchObject({
      status: 'accepted',
      from: null,
      numSegments: 0,
      messagingServiceSid: service.sid,
      encoding: 'GSM-7',
    })
    expect(await life.find(accepted.sid)).toEqual(accepted)
    life.clock.advance(1000)
    await life.settleBut('deliver-message')
    const queued = await life.find(accepted.sid)
    expect(queued).toEqual({
      ...accepted,
      status: 'queued',
      from: sender,
      numSegments: 2,
      dateUpdated: life.clock.now(),
    })
    const [job] = await life.takeAndDie('deliver-message')
    expect(job).toMatchObject({ lane: `scripted:${sender}`, weight: 2, due: life.clock.now() })
    await life.settle()
    expect(await life.find(accepted.sid)).toMatchObject({ status: 'sent', price: -1500 })
    expect(carrier.handed.map(({ from, segments }) => [from, segments])).toEqual([[sender, 2]])
    expect(await life.story(accepted.sid)).toEqual(['accepted', 'queued', 'sending', 'sent'])
  })

  test('the service as From is the service', async () => {
    const { sender } = await oneInto(service)
    const message = await life.send({ from: service.sid })
    expect(message).toMatchObject({ status: 'accepted', from: null, messagingServiceSid: service.sid })
    await life.settle()
    expect(await life.find(message.sid)).toMatchObject({ status: 'sent', from: sender })
  })

  test('with a sender as well, the message is accepted all the same, and comes from that sender', async () => {
    const [first] = await into(service, {}, {}, {})
    const message = await through(service, { from: first?.sender })
    expect(message).toMatchObject({ status: 'accepted', from: first?.sender, numSegments: 0 })
    await life.settle()
    expect(await life.find(message.sid)).toMatchObject({ status: 'sent', from: first?.sender, numSegments: 1 })
  })

  test('messages are spread over all senders that fit equally well', async () => {
    const senders = await into(service, {}, {}, {}, {})
    await Promise.all(Array.from({ length: 120 }, () => through(service)))
    await life.settle()
    expect(new Set(carrier.handed.map(({ from }) => from))).toEqual(new Set(senders.map(({ sender }) => sender)))
    expect(carrier.handed).toHaveLength(120)
  })

  test('a message with media comes from a sender that carries it', async () => {
    const [, able] = await into(service, { capabilities: ['SMS'] }, { capabilities: ['SMS', 'MMS'] })
    const sent = await Promise.all(Array.from({ length: 8 }, () => through(service, { options: { sendAsMms: true } })))
    await life.settleBut('deliver-message')
    const found = await life.store.messages.many(sent.map(({ sid }) => sid))
    expect(sent.map(({ sid }) => [found.get(sid)?.from, found.get(sid)?.numSegments])).toEqual(
      Array(8).fill([able?.sender, 1]),
    )
  })

  test('what the service says holds where the message does not say it', async () => {
    const url = 'http://127.0.0.1:1/status#rc=0'
    const strict = await aServiceOf({ validityPeriod: 60, statusCallback: url, smartEncoding: true })
    await oneInto(strict)
    const said = await through(strict, { body: '“hi”' })
    expect(said).toMatchObject({ body: '"hi"', statusCallback: url, options: { validityPeriod: 60 } })
    const own = { statusCallback: 'http://127.0.0.1:1/own#rc=0', options: { validityPeriod: 5, smartEncoded: false } }
    expect(await through(strict, { body: '“hi”', ...own })).toMatchObject({ body: '“hi”', encoding: 'UCS-2', ...own })
    const plain = await aServiceOf({ smartEncoding: false })
    await into(plain, {})
    expect(await through(plain, { body: '“hi”' })).toMatchObject({ body: '“hi”', statusCallback: null })
  })

  test('a message that waits longer than the service allows fails with 30001', async () => {
    const strict = await aServiceOf({ validityPeriod: 60 })
    await oneInto(strict)
    const { sid } = await through(strict)
    life.clock.advance(61_000)
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'failed', errorCode: 30001 })
  })

  test('the application is told that the message was queued, with the sender that was chosen', async () => {
    const { sender } = await oneInto(service)
    const { sid } = await through(service, { statusCallback: 'http://127.0.0.1:1/#rc=0' })
    await life.settleBut('report-status')
    const jobs = await life.takeAndDie('report-status')
    const told = jobs.map(({ data }) => data.parameters as [string, string][])
    const statuses = told.map((parameters) => new Map(parameters).get('MessageStatus'))
    expect([jobs.length, new Set(statuses)]).toEqual([2, new Set(['queued', 'sent'])])
    const queued = told.find((parameters) => new Map(parameters).get('MessageStatus') === 'queued')
    expect(queued).toEqual([
      ['SmsSid', sid],
      ['SmsStatus', 'queued'],
      ['MessageStatus', 'queued'],
      ['To', '+14155552345'],
      ['MessagingServiceSid', service.sid],
      ['MessageSid', sid],
      ['AccountSid', life.account.sid],
      ['From', sender],
      ['ApiVersion', '2010-04-01'],
    ])
  })

  describe('whose worker dies', () => {
    test('before it chose: the message is chosen for again', async () => {
      await oneInto(service)
      const { sid } = await through(service)
      for (let death = 0; death < 12; death++) expect(await life.takeAndDie('choose-sender')).toHaveLength(1)
      expect(await life.find(sid)).toMatchObject({ status: 'accepted', from: null })
      await life.settle()
      expect(await life.find(sid)).toMatchObject({ status: 'sent' })
      expect(carrier.handed).toHaveLength(1)
    })

    test('after it chose: the message is delivered, and not chosen for again', async () => {
      await oneInto(service)
      const { sid } = await through(service)
      await life.settleBut('deliver-message')
      expect(await life.takeAndDie('deliver-message')).toHaveLength(1)
      expect(await life.store.jobs.pending(['choose-sender'])).toBe(0)
      await life.settle()
      expect(await life.story(sid)).toEqual(['accepted', 'queued', 'sending', 'sent'])
    })

    test('so slowly that another has chosen meanwhile: its choice counts for nothing', async () => {
      const [first, second] = await into(service, {}, {})
      const { sid } = await through(service)
      const late = await life.takeAndDie('choose-sender')
      await life.settle()
      const chosen = (await life.find(sid))?.from
      expect([first?.sender, second?.sender]).toContain(chosen)
      const has = { ledger: life.store, clock: life.clock, rules: freeRules, nudge() {} }
      await keep(remove('poolSender', (chosen === first?.sender ? first : second)?.sid ?? ''))
      await chooseSender(has).run(late, new AbortController().signal)
      await life.settle()
      expect(await life.find(sid)).toMatchObject({ status: 'sent', from: chosen })
      expect(carrier.handed).toHaveLength(1)
    })

    test('not at all, but two choose at the same moment: one does', async () => {
      await into(service, {}, {}, {})
      const { sid } = await through(service)
      const jobs = await life.takeAndDie('choose-sender')
      const has = { ledger: life.store, clock: life.clock, rules: freeRules, nudge() {} }
      const signal = new AbortController().signal
      await Promise.all([chooseSender(has).run(jobs, signal), chooseSender(has).run(jobs, signal)])
      expect(await life.store.jobs.pending()).toBe(1)
      await life.settle()
      expect(await life.story(sid)).toEqual(['accepted', 'queued', 'sending', 'sent'])
    })
  })

  describe('a message without a sender ends as failed:', () => {
    const endsWith = async (sid: string, errorCode: number) => {
      await life.settle()
      expect(await life.find(sid)).toMatchObject({
        status: 'failed',
        errorCode,
        from: null,
        dateSent: null,
        price: null,
      })
      expect(await life.store.jobs.pending()).toBe(0)
      expect(carrier.handed).toEqual([])
    }

    test('none of the pool reaches the phone', async () => {
      await into(service, { kind: 'short-code', sender: '12345', country: 'US' })
      await endsWith((await through(service, { to: toParis })).sid, 21703)
    })

    test('the only sender that was wanted does not', async () => {
      const [shortCode] = await into(service, { kind: 'short-code', sender: '12345', country: 'US' }, {})
      const { sid } = await through(service, { to: toParis, from: shortCode?.sender })
      await life.settle()
      expect(await life.find(sid)).toMatchObject({ status: 'failed', errorCode: 21703 })
    })

    test('the pool was emptied meanwhile', async () => {
      const [sender] = await into(service, {})
      const { sid } = await through(service)
      await keep(remove('poolSender', sender?.sid ?? ''))
      await endsWith(sid, 21704)
    })

    test('the service was deleted meanwhile', async () => {
      const [sender] = await into(service, {})
      const { sid } = await through(service)
      await keep(remove('messagingService', service.sid), remove('poolSender', sender?.sid ?? ''))
      await endsWith(sid, 21701)
    })

    test('the queue of the chosen sender is full', async () => {
      await into(service, {})
      const { sid } = await through(service)
      await chooseUnder({ queues: { isFull: () => Promise.resolve(true), add() {} } })
      await endsWith(sid, 30001)
    })

    test('the recipient asked the chosen sender for silence', async () => {
      const [sender] = await into(service, {})
      await block('opted-out', sender?.sender ?? '')
      await endsWith((await through(service)).sid, 21610)
    })

    test('and its application is told so', async () => {
      await into(service, { kind: 'short-code', sender: '12345', country: 'US' })
      await through(service, { to: toParis, statusCallback: 'http://127.0.0.1:1/#rc=0' })
      await life.settleBut('report-status')
      const [job] = await life.takeAndDie('report-status')
      const told = new Map(job?.data.parameters as [string, string][])
      expect([told.get('MessageStatus'), told.get('ErrorCode'), told.get('From')]).toEqual(['failed', '21703', ''])
    })
  })

  test('a sender that may not write to this recipient leaves it to another', async () => {
    const [out, able] = await into(service, {}, {})
    await block('unreachable', out?.sender ?? '')
    await Promise.all(Array.from({ length: 10 }, () => through(service)))
    await life.settle()
    expect(carrier.handed.map(({ from }) => from)).toEqual(Array(10).fill(able?.sender))
  })

  test('a name that the account may no longer use is passed over', async () => {
    await into(service, { kind: 'alphanumeric', sender: 'Acme', country: null, capabilities: ['SMS'] }, {})
    const { sid } = await through(service, { to: toParis })
    await chooseUnder({ openSenders: new Set() })
    expect((await life.find(sid))?.from).toMatch(/^\+1/)
  })

  test('a queued message counts for the queue of its sender', async () => {
    const { sender } = await oneInto(service)
    await through(service, { body: 'x'.repeat(200) })
    const counted: [string, number][] = []
    await chooseUnder({
      queues: { isFull: () => Promise.resolve(false), add: (...one) => void counted.push(one) },
    })
    expect(counted).toEqual([[sender, 2]])
  })

  test('a message that is accepted no more is let be, and its job goes', async () => {
    await oneInto(service)
    const { sid } = await through(service)
    await keep(change('message', sid, { status: 'canceled' }))
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'canceled', from: null })
    expect(await life.store.jobs.pending()).toBe(0)
  })

  describe('is refused at once:', () => {
    test('what no service can do for this message', async () => {
      await oneInto(service)
      const hour = { scheduleType: 'fixed', sendAt: life.clock.now() + 3_600_000 } as const
      const refused: [what: string, Partial<SendRequest>, code: number, status?: number][] = [
        ['a service that nobody has', { messagingServiceSid: aService().sid }, 21701, 404],
        ['a service that can be none', { messagingServiceSid: 'MG1' }, 21705],
        ['a sender that is not in the pool', { from: life.number.phoneNumber }, 21711],
        ['another service as sender', { from: aService().sid }, 21711],
        ['a time to be sent', { options: hour }, 35126],
        ['the same of the service as sender', { from: service.sid, messagingServiceSid: '', options: hour }, 35126],
        ['a time without a schedule', { options: { sendAt: hour.sendAt } }, 35126],
        ['links to be shortened', { options: { shortenUrls: true } }, 20001],
        ['a template beside the text', { options: { contentSid: `HX${'0'.repeat(32)}` } }, 21655],
        ['another sender for phones with RCS', { options: { fallbackFrom: '+15005550100' } }, 21667],
        ['a landline', { to: '+442071838750' }, 21614],
      ]
      for (const [what, values, code, status = 400] of refused)
        await expect(through(service, values), what).rejects.toMatchObject({ code, status })
      expect(await life.store.jobs.pending()).toBe(0)
    })

    test('a service of another account', async () => {
      const theirs = aService({ accountSid: anAccount().sid })
      await keep(add('messagingService', theirs))
      await into(theirs, {})
      await expect(through(theirs)).rejects.toMatchObject({ code: 21701, status: 404 })
    })

    test('a service with nobody in its pool', async () => {
      await expect(through(service)).rejects.toMatchObject({ code: 21704, status: 400 })
    })

    test('a recipient who asked the service for silence', async () => {
      await into(service, {})
      await block('opted-out', service.sid)
      await expect(through(service)).rejects.toMatchObject({ code: 21610 })
      await expect(life.send({ from: service.sid })).rejects.toMatchObject({ code: 21610 })
      await life.send()
    })

    test('what nobody in the pool can send, where the service is to say so at once', async () => {
      const careful = await aServiceOf({ synchronousValidation: true })
      const [sender] = await into(careful, { kind: 'short-code', sender: '12345', country: 'US' })
      await expect(through(careful, { to: toParis })).rejects.toMatchObject({ code: 21703, status: 400 })
      await block('opted-out', sender?.sender ?? '')
      await expect(through(careful)).rejects.toMatchObject({ code: 21610 })
      const full: SendingRules = { ...freeRules, queues: { isFull: () => Promise.resolve(true), add() {} } }
      const request = { account: life.account, to: '+12125550123', body: 'hi', messagingServiceSid: careful.sid }
      const sent = sendMessage(
        { ...request, options: {}, direction: 'outbound-api', apiVersion: '2010-04-01' },
        { ledger: life.store, clock: life.clock, carrier: 'scripted', rules: full, nudge() {} },
      )
      await expect(sent).rejects.toMatchObject({ code: 21611, status: 429 })
      expect(await life.store.jobs.pending()).toBe(0)
      expect(await through(careful, { to: '+12125550123' })).toMatchObject({ status: 'accepted', from: null })
    })
  })

  test('a message that names its sender asks nothing of services', async () => {
    const nobody = () => Promise.reject(new Error('was asked'))
    const none = { find: nobody, list: nobody, known: nobody, ofService: nobody }
    const ledger: Ledger = { ...life.store, messagingServices: none, poolSenders: none }
    const request = { account: life.account, to: '+14155552345', from: life.number.phoneNumber, body: 'hi' }
    const message = await sendMessage(
      { ...request, options: {}, direction: 'outbound-api', apiVersion: '2010-04-01' },
      { ledger, clock: life.clock, carrier: 'scripted', rules: freeRules, nudge() {} },
    )
    expect(message).toMatchObject({ status: 'queued', messagingServiceSid: null, numSegments: 1 })
  })
})

describe.each(sharedDatabases)('a pool that another process changes on $name', ({ open }) => {
  test('refuses and fails no message for what was believed of it a moment ago', async () => {
    await using database = await open()
    await using life = await messageLife(database.url, scriptedCarrier())
    await using elsewhere = await openStore(database.url)
    const service = aService({ accountSid: life.account.sid })
    const added = async (sender: Partial<PoolSender>) => {
      const made = aPoolSender({ accountSid: life.account.sid, serviceSid: service.sid, ...sender })
      await elsewhere.keep(outcome([add('poolSender', made)]))
      return made
    }
    await elsewhere.keep(outcome([add('messagingService', service)]))
    const request = { from: undefined, messagingServiceSid: service.sid }
    await expect(life.send(request)).rejects.toMatchObject({ code: 21704 })
    await added({ kind: 'short-code', sender: '12345', country: 'US' })
    await life.send(request)
    const french = await added({ sender: toParis, country: 'FR' })
    const named = await life.send({ ...request, from: french.sender })
    const unnamed = await life.send({ ...request, to: '+33612345679' })
    await life.settle()
    expect([await life.find(named.sid), await life.find(unnamed.sid)]).toMatchObject([
      { from: french.sender, status: 'sent' },
      { from: french.sender, status: 'sent' },
    ])
  })
})
