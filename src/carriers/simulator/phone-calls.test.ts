import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerDelay, type CallLife, callLength, callLife, ringDelay } from '../../../test/call-life.ts'
import { sharedDatabases } from '../../../test/databases.ts'

describe.each(sharedDatabases)('whoever holds a phone, on $name', ({ open }) => {
  let life: CallLife
  beforeAll(async () => {
    life = await callLife(open)
  })
  afterAll(() => life[Symbol.asyncDispose]())
  async function ringing() {
    const to = await life.phone('online', 'by-hand')
    const call = await life.call({ to })
    await life.after(ringDelay)
    return { to, sid: call.sid }
  }
  const statusOf = async (sid: string) => (await life.find(sid))?.status

  test('sees what rings, the newest first, and what is in progress', async () => {
    const { to, sid } = await ringing()
    life.clock.advance(1)
    const second = await life.call({ to })
    await life.after(ringDelay)
    expect((await life.phones.of(to)).map((call) => [call.sid, call.status])).toEqual([
      [second.sid, 'ringing'],
      [sid, 'ringing'],
    ])
    await life.phones.reject(to, second.sid)
    await life.phones.answer(to, sid)
    expect((await life.phones.of(to)).map((call) => [call.sid, call.status])).toEqual([[sid, 'in-progress']])
    await life.phones.hangUp(to, sid)
    expect(await life.phones.of(to)).toEqual([])
    await life.settle()
  })

  test('takes a call when they want to', async () => {
    const { to, sid } = await ringing()
    await life.after(answerDelay * 20)
    expect(await statusOf(sid)).toBe('ringing')
    expect(await life.phones.answer(to, sid)).toBe(true)
    expect(await life.phones.answer(to, sid)).toBe(false)
    await life.after(callLength)
    expect(await life.find(sid)).toMatchObject({ status: 'completed', duration: callLength / 1000 })
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('lets it ring in vain', async () => {
    const { sid } = await ringing()
    await life.after(60_000)
    expect(await statusOf(sid)).toBe('no-answer')
  })

  test.each(['reject', 'hangUp'] as const)('does not take it: %s', async (how) => {
    const { to, sid } = await ringing()
    expect(await life.phones[how](to, sid)).toBe(true)
    await life.settle()
    expect([await statusOf(sid), await life.store.jobs.pending()]).toEqual(['busy', 0])
  })

  test('can do nothing about a call at another phone, or one that is over', async () => {
    const { to, sid } = await ringing()
    const other = await life.phone()
    expect(await life.phones.answer(other, sid)).toBe(false)
    expect(await life.phones.press(to, sid, '1')).toBe(false)
    await life.phones.reject(to, sid)
    for (const act of ['answer', 'reject', 'hangUp'] as const) expect(await life.phones[act](to, sid)).toBe(false)
    expect(await life.phones.speak(to, sid, 'hello')).toBe(false)
    expect(await life.phones.hangUp(to, `CA${'0'.repeat(32)}`)).toBe(false)
    await life.settle()
  })
})
