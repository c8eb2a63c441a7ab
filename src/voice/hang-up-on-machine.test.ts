import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CallLife, callLife } from '../../test/call-life.ts'
import { databases } from '../../test/databases.ts'

describe.each(databases)('a call that shall not talk to machines, on $name', ({ open }) => {
  let life: CallLife
  beforeAll(async () => {
    life = await callLife(open)
  })
  afterAll(() => life[Symbol.asyncDispose]())

  test.each([
    ['ends when one answers', 'machine', true, 'completed'],
    ['goes on when a human answers', 'human', true, 'in-progress'],
    ['goes on with a machine where nothing else was asked', 'machine', false, 'in-progress'],
  ] as const)('%s', async (_what, by, hangUpOnMachine, status) => {
    const { sid } = await life.call({ options: { machineDetection: 'Enable', hangUpOnMachine } })
    await life.settle()
    await life.progress(sid, { event: 'answered', by })
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status, answeredBy: by === 'human' ? 'human' : 'machine_start' })
  })
})
