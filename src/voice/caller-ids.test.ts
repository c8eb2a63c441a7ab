import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import twilio from 'twilio'
import { answerDelay, type CallLife, callLength, callLife, ringDelay } from '../../test/call-life.ts'
import { sharedDatabases } from '../../test/databases.ts'
import { accept, add } from '../domain/write.ts'
import { anAccount } from '../store/records.testing.ts'
import { changeCallerId } from './change-caller-id.ts'
import { deleteCallerId } from './delete-caller-id.ts'
import { type CallerIdRequest, verifyCallerId } from './verify-caller-id.ts'

describe.each(sharedDatabases)('caller ids on $name', ({ open }) => {
  let life: CallLife
  beforeAll(async () => {
    life = await callLife(open)
  })
  afterAll(() => life[Symbol.asyncDispose]())
  const verify = (phoneNumber: string, values: Partial<CallerIdRequest> = {}) =>
    verifyCallerId({ account: life.account, phoneNumber, apiVersion: '2010-04-01', ...values }, life.has)
  const known = (phoneNumber: string) => life.store.outgoingCallerIds.of(life.account.sid, phoneNumber)
  const toldOf = (callSid: string) => life.receiver.received.filter(({ parameters }) => parameters.CallSid === callSid)
  const whole = ringDelay + 2 * answerDelay

  test('the phone is called, the code is pressed there, and the number is verified', async () => {
    const phoneNumber = await life.phone()
    const { callSid, validationCode, ...rest } = await verify(phoneNumber.slice(2), {
      statusCallback: life.receiver.url,
    })
    expect(rest).toEqual({
      accountSid: life.account.sid,
      friendlyName: `(415) 555-0${phoneNumber.slice(-3)}`,
      phoneNumber,
    })
    expect(validationCode).toMatch(/^\d{6}$/)
    await life.after(ringDelay)
    expect(await life.find(callSid)).toMatchObject({ status: 'ringing', to: phoneNumber })
    expect(await known(phoneNumber)).toBeNull()
    await life.after(2 * answerDelay)
    const callerId = await known(phoneNumber)
    expect(callerId).toMatchObject({ accountSid: life.account.sid, phoneNumber, friendlyName: rest.friendlyName })
    expect(await life.find(callSid)).toMatchObject({ status: 'completed', price: null, duration: 1 })
    const [told, ...others] = toldOf(callSid)
    expect(others).toEqual([])
    expect(told?.parameters).toMatchObject({
      VerificationStatus: 'success',
      OutgoingCallerIdSid: callerId?.sid,
      To: phoneNumber,
      CallStatus: 'completed',
    })
    const signature = String(told?.headers['x-twilio-signature'])
    expect(twilio.validateRequest(life.account.authToken, signature, told?.url ?? '', { ...told?.parameters })).toBe(
      true,
    )
    expect((await life.store.webhookAttempts.about(callSid)).map(({ kind }) => kind)).toEqual(['caller-id'])
    await life.after(30_000)
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test.each(['busy', 'no-answer', 'offline', 'slow', 'landline'] as const)(
    'whoever is %s presses nothing, and the number is not verified',
    async (behaviour) => {
      const phoneNumber = await life.phone(behaviour)
      const { callSid } = await verify(phoneNumber, { statusCallback: life.receiver.url, statusCallbackMethod: 'POST' })
      await life.after(90_000)
      expect(await known(phoneNumber)).toBeNull()
      const [told, ...others] = toldOf(callSid)
      expect(others).toEqual([])
      expect(told?.parameters).toMatchObject({ VerificationStatus: 'failed', CallSid: callSid })
      expect(told?.names).not.toContain('OutgoingCallerIdSid')
    },
  )

  test('another code proves nothing', async () => {
    const phoneNumber = await life.phone('landline')
    const { callSid, validationCode } = await verify(phoneNumber)
    await life.after(ringDelay + answerDelay)
    const wrong = validationCode === '000000' ? '000001' : '000000'
    await life.progress(callSid, { event: 'digits', digits: wrong })
    expect(await known(phoneNumber)).toBeNull()
    await life.progress(callSid, { event: 'digits', digits: validationCode })
    expect(await known(phoneNumber)).not.toBeNull()
    await life.after(callLength)
  })

  test('digits in any other call mean nothing', async () => {
    const call = await life.call({ to: await life.phone() })
    await life.after(ringDelay + answerDelay)
    await life.progress(call.sid, { event: 'digits', digits: '123456' })
    expect((await life.find(call.sid))?.status).toBe('in-progress')
    await life.after(callLength)
  })

  test('the call waits as long as was asked', async () => {
    const { callSid } = await verify(await life.phone(), { callDelay: 60 })
    await life.after(59_999)
    expect(await life.find(callSid)).toMatchObject({ status: 'queued', startTime: null })
    await life.after(1 + whole + callLength)
    expect((await life.find(callSid))?.status).toBe('completed')
  })

  test('an extension is dialed once the call is answered', async () => {
    const { callSid } = await verify(await life.phone(), { extension: 'ww42#' })
    expect((await life.find(callSid))?.options).toEqual({ sendDigits: 'ww42#' })
    await life.after(whole + callLength)
  })

  test.each([
    { name: 'no number', values: { phoneNumber: '' }, code: 21401 },
    { name: 'a number that is none', values: { phoneNumber: '123' }, code: 21401 },
    { name: 'a long delay', values: { callDelay: 61 }, code: 21454 },
    { name: 'a strange extension', values: { extension: 'x' }, code: 20001 },
    { name: 'a long name', values: { friendlyName: 'x'.repeat(65) }, code: 20002 },
  ])('$name is refused', async ({ values, code }) => {
    await expect(verify(await life.phone(), values)).rejects.toMatchObject({ code })
  })

  test('a number is verified once for an account, and apart for another', async () => {
    const phoneNumber = await life.phone()
    const first = await verify(phoneNumber)
    const second = await verify(phoneNumber)
    await life.after(whole + callLength)
    await expect(verify(phoneNumber)).rejects.toMatchObject({
      code: 21450,
      message: 'Phone number already validated on your account',
    })
    for (const { callSid } of [first, second]) expect((await life.find(callSid))?.status).toBe('completed')
    const other = anAccount()
    await life.store.keep(accept([add('account', other)]))
    await verify(phoneNumber, { account: other })
    await life.after(whole + callLength)
    expect(await life.store.outgoingCallerIds.of(other.sid, phoneNumber)).not.toBeNull()
    const page = await life.store.outgoingCallerIds.list(life.account.sid, { phoneNumber }, { size: 10, skip: 0 })
    expect(page.rows).toHaveLength(1)
  })

  test('one can be called from, renamed, and forgotten', async () => {
    const phoneNumber = await life.phone()
    await verify(phoneNumber)
    await life.after(whole + callLength)
    const callerId = (await known(phoneNumber))!
    expect(await life.call({ from: phoneNumber })).toMatchObject({ phoneNumberSid: callerId.sid })
    await life.after(whole + callLength)
    expect(await changeCallerId(callerId, { friendlyName: 'Home' }, life.has)).toMatchObject({ friendlyName: 'Home' })
    expect(await known(phoneNumber)).toMatchObject({ friendlyName: 'Home' })
    await deleteCallerId(callerId, { ledger: life.store })
    expect(await known(phoneNumber)).toBeNull()
    await expect(life.call({ from: phoneNumber })).rejects.toMatchObject({ code: 21210 })
    await expect(changeCallerId(callerId, { friendlyName: 'Gone' }, life.has)).rejects.toMatchObject({ code: 20409 })
  })
})
