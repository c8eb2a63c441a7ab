import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Element, readXml } from '../../../../test/xml.ts'
import type { Call, CallDirection, CallStatus } from '../../../domain/call.ts'
import { accept, add } from '../../../domain/write.ts'
import { newCall } from '../../../voice/create-call.ts'
import { type RunningApi, runningApi } from '../../running-api.testing.ts'

let api: RunningApi
beforeAll(async () => {
  api = await runningApi()
})
afterAll(() => api[Symbol.asyncDispose]())

async function kept(values: Partial<Call> = {}): Promise<Call> {
  const { account, clock } = api
  const facts = { phoneNumberSid: null, reporting: null, carrier: 'none', now: clock.now() }
  const request = { account, instruction: {}, options: {}, apiVersion: '2008-08-01' }
  const call = { ...newCall(request, { to: '+14155551212', from: '+14158675309' }, facts), ...values }
  await api.ledger.keep(accept([add('call', call)]))
  return call
}

const ask = (path: string) => api.ask('GET', `/2008-08-01/Accounts/${api.account.sid}/${path}`)
async function read(path: string): Promise<Element> {
  const [only] = readXml((await ask(path)).text).children
  if (!only) throw new Error(`${path} holds nothing`)
  return only
}
const valuesOf = ({ children }: Element) => Object.fromEntries(children.map(({ name, text }) => [name, text]))

test('a call has the names of the first version, in its order', async () => {
  const { sid } = await kept({ duration: 14, price: -3000, status: 'completed', startTime: 0, endTime: 14_000 })
  const call = await read(`Calls/${sid}`)
  expect(call.children.map(({ name }) => name)).toEqual(
    (
      'Sid DateCreated DateUpdated CallSegmentSid AccountSid Called Caller PhoneNumberSid Status StartTime EndTime ' +
      'Duration Price Flags'
    ).split(' '),
  )
  expect(valuesOf(call)).toMatchObject({
    Sid: sid,
    CallSegmentSid: '',
    Called: '4155551212',
    Caller: '4158675309',
    StartTime: 'Wed, 31 Dec 1969 16:00:00 -0800',
    EndTime: 'Wed, 31 Dec 1969 16:00:14 -0800',
    Duration: '14',
    Price: '-0.03000',
    Flags: '2',
  })
})

describe('the status of a call is a number:', () => {
  test.each<[status: CallStatus, number: string]>([
    ['queued', '0'],
    ['ringing', '1'],
    ['in-progress', '1'],
    ['completed', '2'],
    ['busy', '3'],
    ['failed', '4'],
    ['no-answer', '5'],
    ['canceled', '5'],
  ])('%s is %s, and found by that', async (status, number) => {
    const { sid } = await kept({ status })
    expect(valuesOf(await read(`Calls/${sid}`)).Status).toBe(number)
    const found = async (asked: string) =>
      (await read(`Calls?Status=${asked}&num=1000`)).children.map((call) => valuesOf(call).Sid)
    expect(await found(number)).toContain(sid)
    expect(await found(number === '0' ? '2' : '0')).not.toContain(sid)
  })
})

describe('how a call was made is one bit:', () => {
  test.each<[direction: CallDirection, flags: string]>([
    ['inbound', '1'],
    ['outbound-api', '2'],
  ])('%s is %s', async (direction, flags) => {
    const { sid } = await kept({ direction })
    expect(valuesOf(await read(`Calls/${sid}`)).Flags).toBe(flags)
  })
})

describe('what is dialed in a call is a segment of it', () => {
  test.each<[direction: CallDirection, flags: string]>([
    ['inbound', '5'],
    ['outbound-api', '6'],
  ])('of an %s call, with the SID of the call, one of its own, and the flags %s', async (direction, flags) => {
    const call = await kept({ direction })
    const dialed = await kept({ direction: 'outbound-dial', parentCallSid: call.sid })
    const expected = { Sid: call.sid, CallSegmentSid: dialed.sid, Flags: flags }
    const segments = await read(`Calls/${call.sid}/Segments`)
    expect([segments.name, segments.attributes.total]).toEqual(['Calls', '1'])
    expect(segments.children.map(valuesOf)).toEqual([expect.objectContaining(expected)])
    expect(valuesOf(await read(`Calls/${call.sid}/Segments/${dialed.sid}`))).toMatchObject(expected)
  })

  test('and of no other', async () => {
    const [call, other] = [await kept(), await kept()]
    const { sid } = await kept({ direction: 'outbound-dial', parentCallSid: call.sid })
    expect((await ask(`Calls/${other.sid}/Segments/${sid}`)).status).toBe(404)
    expect((await ask(`Calls/${call.sid}/Segments/${other.sid}`)).status).toBe(404)
    expect((await ask(`Calls/CA${'0'.repeat(32)}/Segments`)).status).toBe(404)
    expect((await read(`Calls/${other.sid}/Segments`)).attributes.total).toBe('0')
  })
})
