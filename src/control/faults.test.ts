import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { add, outcome } from '../domain/write.ts'
import { presets } from '../faults/presets.ts'
import { anAccount } from '../store/records.testing.ts'
import { type RunningControl, runningControl } from './running-control.testing.ts'

let control: RunningControl
beforeEach(async () => {
  control = await runningControl()
})
afterEach(() => control[Symbol.asyncDispose]())

const post = (path: string, payload: object) => control.ask(path, { method: 'POST', payload })
const put = (payload: object) => control.ask('/faults', { method: 'PUT', payload })
const remove = (path: string) => control.ask(path, { method: 'DELETE' })
const drop = { on: 'webhook', effect: { do: 'drop' } }

describe('faults', () => {
  test('are set, shown and ended one by one', async () => {
    expect((await control.ask('/faults')).json).toEqual({ seed: 1, faults: [] })
    const wanted = {
      ...drop,
      name: 'the first',
      match: { url: '*status*', status: 'delivered' },
      probability: 0.25,
      count: 3,
    }
    const { status, json } = await post('/faults', wanted)
    const fault = { id: json['id'], ...wanted, accountSid: null, seen: 0, done: 0 }
    expect([status, json]).toEqual([201, fault])
    expect((await control.ask(`/faults/${String(json['id'])}`)).json).toEqual(fault)
    expect((await control.ask('/faults')).json).toEqual({ seed: 1, faults: [fault] })
    expect((await remove(`/faults/${String(json['id'])}`)).status).toBe(204)
    expect(await remove(`/faults/${String(json['id'])}`)).toMatchObject({
      status: 404,
      json: { error: `there is no fault ${String(json['id'])}` },
    })
    expect((await control.ask('/faults/FT1')).status).toBe(404)
  })

  test('are replaced all at once, also by what was shown of them', async () => {
    await post('/faults', drop)
    const { json } = await put({ seed: 7, faults: [drop, { ...drop, count: 5 }] })
    expect(json).toMatchObject({ seed: 7, faults: [{ count: null }, { count: 5 }] })
    const again = await put({ faults: json['faults'] })
    expect(again.json).toMatchObject({ seed: 7, faults: [{ count: null }, { count: 5 }] })
  })

  test('are listed and ended by account', async () => {
    const account = anAccount()
    await control.store.keep(outcome([add('account', account)]))
    await post('/faults', { ...drop, accountSid: account.sid })
    await post('/faults', { ...drop, match: { account: account.sid } })
    await post('/faults', drop)
    const of = async (query: string) => ((await control.ask(`/faults${query}`)).json['faults'] as object[]).length
    expect([await of(`?account=${account.sid}`), await of(''), await of('?account=AC9')]).toEqual([2, 3, 0])
    expect((await remove(`/faults?account=${account.sid}`)).status).toBe(204)
    expect(await of('')).toBe(1)
    expect((await remove('/faults')).status).toBe(204)
    expect(await of('')).toBe(0)
  })

  test.each<[object, string]>([
    [{ on: 'api' }, 'effect is an object such as {"do": "drop"}'],
    [{ on: 'api', effect: 'drop' }, 'effect is an object such as {"do": "drop"}'],
    [
      { ...drop, on: 'carrier' },
      'effect.do of a fault on "carrier" is one of reject, fail, lose-receipt, lose-answer, delay, defer, duplicate, reorder',
    ],
    [
      { ...drop, match: { method: 'GET' } },
      'match.method is not known: the match of a fault on "webhook" has url, kind, account, from, to, status',
    ],
    [{ ...drop, probability: 2 }, 'probability is a number from 0 to 1'],
    [{ ...drop, accountSid: 'AC9' }, 'there is no account AC9'],
    [{ ...drop, seen: 1 }, '"seen" is not known here: send name, on, match, effect, probability, count, accountSid'],
  ])('that cannot be set are refused with what can be: %j', async (fault, error) => {
    expect(await post('/faults', fault)).toMatchObject({ status: 400, json: { error } })
    expect((await control.ask('/faults')).json).toMatchObject({ faults: [] })
  })

  test('of a list that has a mistake leave everything as it was', async () => {
    await post('/faults', drop)
    expect(await put({ seed: 9, faults: [drop, { ...drop, effect: { do: 'delay', ms: 0 } }] })).toMatchObject({
      status: 400,
      json: { error: 'faults[1].effect.ms is a whole number from 1 to 60000' },
    })
    expect(await put({ faults: [null] })).toMatchObject({ status: 400 })
    expect((await control.ask('/faults')).json).toMatchObject({ seed: 1, faults: [{ on: 'webhook' }] })
  })

  test('do not get more than can be set', async () => {
    await put({ faults: Array.from({ length: 100 }, () => drop) })
    expect(await post('/faults', drop)).toMatchObject({
      status: 400,
      json: { error: 'at most 100 faults can be set: remove some first' },
    })
  })

  test('are not there in production', async () => {
    await using production = await runningControl({ mode: 'production', faults: null })
    for (const path of ['/faults', '/fault-presets']) expect((await production.ask(path)).status).toBe(404)
  })
})

describe('presets', () => {
  test('are shown with what they teach', async () => {
    const { json } = await control.ask('/fault-presets')
    expect((json['presets'] as { name: string }[]).map(({ name }) => name)).toEqual(presets.map(({ name }) => name))
    expect(json).toMatchObject({
      presets: [{ words: expect.any(String), teaches: expect.any(String) }, ...presets.slice(1).map(() => ({}))],
    })
  })

  test.each(presets)('$name is set for everybody, or as it is said', async ({ name, faults }) => {
    const account = anAccount()
    await control.store.keep(outcome([add('account', account)]))
    const plain = await control.ask(`/fault-presets/${name}`, { method: 'POST' })
    expect(plain).toMatchObject({
      status: 201,
      json: { faults: faults.map(({ on, effect }) => ({ on, effect, accountSid: null })) },
    })
    const said = await post(`/fault-presets/${name}`, { account: account.sid, probability: 0.5, count: 2 })
    expect(said.json).toMatchObject({
      faults: faults.map(() => ({ accountSid: account.sid, probability: 0.5, count: 2 })),
    })
  })

  test('that are not there are named', async () => {
    const { status, json } = await control.ask('/fault-presets/chaos', { method: 'POST' })
    expect([status, json.error]).toEqual([400, expect.stringContaining('carrier-outage')])
  })
})
