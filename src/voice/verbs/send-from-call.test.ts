import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CallLife } from '../../../test/call-life.ts'
import { type ToldCalls, toldCalls } from '../../../test/told-calls.ts'
import type { Call } from '../../domain/call.ts'

let calls: ToldCalls
let life: CallLife
beforeAll(async () => {
  calls = await toldCalls()
  life = calls.life
})
afterAll(() => calls[Symbol.asyncDispose]())
beforeEach(() => calls.answers.clear())

async function messagesTo(to: string) {
  const { rows } = await life.store.messages.list(life.account.sid, { to }, { size: 10, skip: 0 })
  return rows
}
async function rungAt(verbs: string): Promise<Call> {
  calls.says('/voice', verbs)
  const call = await calls.rung()
  await life.settle()
  return call
}

describe.each(['Sms', 'Message'])('<%s>', (name) => {
  test('sends to whoever called, from the number that was called, as a message of the call', async () => {
    const call = await rungAt(`<${name}>See you at nine</${name}>`)
    const [message, ...others] = await messagesTo(call.from)
    expect(others).toEqual([])
    expect(message).toMatchObject({
      from: call.to,
      body: 'See you at nine',
      direction: 'outbound-call',
      status: 'queued',
    })
    expect(await calls.lines(call)).toEqual([['sent', { messageSid: message!.sid, to: call.from, from: call.to }]])
  })

  test('sends to whoever was called, from the number that called', async () => {
    const call = await calls.told(`<${name}>Hi</${name}>`)
    expect(await messagesTo(call.to)).toMatchObject([{ from: call.from, direction: 'outbound-call' }])
  })

  test('sends to whom and from which number it says', async () => {
    const to = await life.phone()
    await rungAt(`<${name} to="${to}" from="${life.number.phoneNumber}">Hi</${name}>`)
    expect(await messagesTo(to)).toMatchObject([{ from: life.number.phoneNumber, direction: 'outbound-call' }])
  })

  test('tells its action, whose answer goes on', async () => {
    calls.says('/sent', '<Say>It is sent</Say>')
    const call = await rungAt(`<${name} action="/sent">Hi</${name}><Say>Never</Say>`)
    const [message] = await messagesTo(call.from)
    expect(calls.asked('/sent', call)[0]?.parameters).toMatchObject({
      MessageSid: message!.sid,
      MessageStatus: 'queued',
      SmsSid: message!.sid,
      SmsStatus: 'sending',
    })
    expect((await calls.lines(call)).at(-1)).toEqual(['said', expect.objectContaining({ text: 'It is sent' })])
    await life.after(1200)
  })

  test('names who is told of the message', async () => {
    const call = await rungAt(`<${name} statusCallback="${calls.address('/status')}">Hi</${name}>`)
    expect(await messagesTo(call.from)).toMatchObject([{ statusCallback: calls.address('/status') }])
  })

  test('that cannot be sent is told of, and the rest is carried out', async () => {
    calls.says('/sent', '<Hangup/>')
    const call = await rungAt(
      `<${name} from="+12025550198">Hi</${name}><${name} from="+12025550198" action="/sent">Hi</${name}>`,
    )
    expect(await messagesTo(call.from)).toEqual([])
    expect(await life.faults(call.sid)).toEqual([
      { errorCode: 14102, log: 1 },
      { errorCode: 14102, log: 1 },
    ])
    expect(calls.asked('/sent', call)[0]?.parameters).toMatchObject({ MessageStatus: 'failed', SmsStatus: 'invalid' })
  })
})
