import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ToldCalls, toldCalls } from '../../../test/told-calls.ts'

let calls: ToldCalls
beforeAll(async () => {
  calls = await toldCalls()
})
afterAll(() => calls[Symbol.asyncDispose]())

test.each([
  ['Enqueue', '<Enqueue>support</Enqueue>'],
  ['Queue', '<Queue>support</Queue>'],
  ['Start', '<Start><Stream url="wss://app.example/"/></Start>'],
  ['Stop', '<Stop><Stream name="one"/></Stop>'],
  ['Connect', '<Connect><Stream url="wss://app.example/"/></Connect>'],
  ['Pay', '<Pay/>'],
  ['Prompt', '<Prompt/>'],
  ['Refer', '<Refer><Sip>sip:somebody@example.com</Sip></Refer>'],
  ['Echo', '<Echo/>'],
  ['Leave', '<Leave/>'],
])('<%s> is said not to be simulated, with a warning, and the rest is carried out', async (name, verb) => {
  const call = await calls.told(`${verb}<Say>Next</Say>`)
  expect(await calls.lines(call)).toEqual([
    ['not-simulated', { name }],
    ['fault', { code: 13750, level: 'warning', text: `<${name}> is not simulated: the document goes on without it` }],
    ['said', expect.objectContaining({ text: 'Next' })],
  ])
  expect(await calls.life.faults(call.sid)).toEqual([{ errorCode: 13750, log: 1 }])
  await calls.life.after(400)
  expect(await calls.statusOf(call)).toBe('completed')
})
