import { describe, expect, test } from 'vitest'
import { anAccount } from '../store/records.testing.ts'
import { type CallRequest, checkCall, eventsOf } from './check-call.ts'

const good: CallRequest = {
  account: anAccount(),
  to: '+14155552345',
  from: '+12025550100',
  instruction: { url: 'http://app.example/voice' },
  options: {},
  apiVersion: '2010-04-01',
}
const check = (values: Partial<CallRequest>) => checkCall({ ...good, ...values })

describe('addresses are read as people write them', () => {
  test.for([
    ['+14155552345', '+14155552345'],
    ['(415) 555-2345', '+14155552345'],
    ['1-415-555-2345', '+14155552345'],
    ['415-FLOWERS', '+14153569377'],
    ['+44 7911 123456', '+447911123456'],
  ])('%s is %s', ([to, e164]) => {
    expect(check({ to: to! }).to).toBe(e164)
  })
})

const refusals: readonly [name: string, values: Partial<CallRequest>, code: number, message?: string][] = [
  ['no To', { to: '' }, 21201, "No 'To' number is specified"],
  ['no From', { from: '' }, 21213, "No 'From' number is specified"],
  ['neither: To is told', { to: '', from: '' }, 21201],
  ['a To that is none', { to: '123' }, 13223, 'The phone number you are attempting to call, 123, is not valid.'],
  ['both wrong: To is told', { to: '123', from: '+1' }, 13223],
  ['a SIP address', { to: 'sip:kate@example.com' }, 21226],
  ['a client', { to: 'client:kate' }, 21214],
  ['a From that is too short', { from: '+123' }, 21212, 'From is not a valid phone number: +123'],
  ['a From of letters', { from: 'TRUNKLINE' }, 21210],
  ['nothing to do', { instruction: {} }, 21205, 'Url parameter is required.'],
  ['too much to do', { instruction: { twiml: 'x'.repeat(4001) } }, 21658],
  ['a strange event', { statusCallbackEvent: ['initiated', 'finished'] }, 21626],
  ['strange keys', { options: { sendDigits: '12x' } }, 21206],
  ['too many keys', { options: { sendDigits: '1'.repeat(33) } }, 21206],
  ['a long Timeout', { options: { timeout: 601 } }, 21208],
  ['a Timeout below nothing', { options: { timeout: -1 } }, 21208],
  ['no TimeLimit', { options: { timeLimit: 0 } }, 20001],
  ['a long reason', { options: { callReason: 'x'.repeat(51) } }, 21658],
  ['a detection that is too quick', { options: { machineDetectionTimeout: 2 } }, 21263],
  ['a detection that waits too long', { options: { machineDetectionSilenceTimeout: 10_001 } }, 21263],
]

test.for(refusals)('%s is refused', ([, values, code, message]) => {
  expect(() => check(values)).toThrow(
    expect.objectContaining({ problem: expect.any(String), code, ...(message !== undefined && { message }) }),
  )
})

test('the bounds themselves are taken', () => {
  const options = { timeout: 600, timeLimit: 86_400, sendDigits: 'ww1234#*', callReason: 'x'.repeat(50) }
  expect(check({ options })).toEqual({ to: good.to, from: good.from })
  expect(check({ options: { timeout: 0, timeLimit: 1, machineDetectionTimeout: 59 } })).toBeDefined()
})

test.for([
  { name: 'no events mean the end', given: undefined, events: ['completed'] },
  { name: 'events come one by one', given: ['answered', 'initiated'], events: ['initiated', 'answered'] },
  { name: 'or together', given: ['ringing completed'], events: ['ringing', 'completed'] },
  { name: 'nothing said means the end', given: [''], events: ['completed'] },
])('$name', ({ given, events }) => {
  expect(eventsOf({ ...good, ...(given && { statusCallbackEvent: given }) })).toEqual(events)
})
