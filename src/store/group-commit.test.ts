import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type KeepResult, type Write, accept, count, outcome } from '../domain/write.ts'
import { groupCommit } from './group-commit.ts'

const anAccept = (name = 'ACone') => accept([count(name, 'messages', 1)])
const anOutcome = (name = 'ACone') => outcome([count(name, 'messages', 1)])
/** So many turns of the event loop that a group has gathered and begun. */
async function turn() {
  for (let i = 0; i < 12; i++) await new Promise((resolve) => setImmediate(resolve))
}

/** An engine whose commits end when the test says so. */
function heldEngine(groupsAtOnce = 1) {
  const underWay: { group: readonly Write[]; end(error?: Error): Promise<unknown> }[] = []
  const sizes: number[] = []
  return {
    groupsAtOnce,
    underWay,
    /** How many writes each group had. */
    sizes,
    commit: (group: readonly Write[]) =>
      new Promise<readonly KeepResult[]>((resolve, reject) => {
        sizes.push(group.length)
        const end = (error?: Error) => {
          underWay.splice(underWay.indexOf(entry), 1)
          if (error) reject(error)
          else resolve(group.map(() => ({ kept: true })))
          return turn()
        }
        const entry = { group, end }
        underWay.push(entry)
      }),
  }
}

const names = (group: readonly Write[]) =>
  group.flatMap(({ operations }) =>
    operations.map((operation) => (operation.do === 'count' ? operation.accountSid : '')),
  )

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a group', () => {
  test('is all that one turn brings in, and is answered write by write', async () => {
    const kept: Write[] = []
    const answers: KeepResult[] = [{ kept: true }, { kept: false, because: 'refused', reason: 'why' }]
    const sizes: number[] = []
    const { keep } = groupCommit(
      {
        groupsAtOnce: 1,
        commit: async (group) => {
          sizes.push(group.length)
          return answers
        },
      },
      (write) => kept.push(write),
    )
    const writes = [anOutcome(), anOutcome()]
    expect(await Promise.all(writes.map(keep))).toEqual(answers)
    expect(sizes).toEqual([2])
    expect(kept).toEqual([writes[0]])
  })

  test('waits for what keeps coming, but not for long', async () => {
    const engine = heldEngine()
    const { keep } = groupCommit(engine, () => {})
    const answers = [1, 2, 3].map(async (wait) => {
      for (let i = 0; i < wait; i++) await new Promise((resolve) => setImmediate(resolve))
      return keep(anOutcome())
    })
    await turn()
    expect(engine.sizes).toEqual([3])
    void engine.underWay[0]!.end()
    await Promise.all(answers)
    const late = keep(anOutcome())
    vi.advanceTimersByTime(3)
    for (let i = 0; i < 2; i++) await new Promise((resolve) => setImmediate(resolve))
    expect(engine.sizes).toEqual([3, 1])
    void engine.underWay[0]!.end()
    await late
  })

  test.each([1, 2])('waits while %i are under way', async (groupsAtOnce) => {
    const engine = heldEngine(groupsAtOnce)
    const { keep } = groupCommit(engine, () => {})
    const answers: Promise<KeepResult>[] = []
    for (let i = 0; i < 5; i++) {
      answers.push(keep(anOutcome()))
      await turn()
      await turn()
    }
    expect(engine.underWay.length).toBe(groupsAtOnce)
    while (engine.underWay.length > 0) {
      expect(engine.underWay.length).toBeLessThanOrEqual(groupsAtOnce)
      await engine.underWay[0]!.end()
      await turn()
    }
    await Promise.all(answers)
    expect(engine.sizes).toEqual([...Array.from({ length: groupsAtOnce }, () => 1), 5 - groupsAtOnce])
  })

  test('that fails is rejected as a whole, and the next one goes on', async () => {
    const engine = heldEngine()
    const { keep, drained } = groupCommit(engine, () => {})
    const failing = [keep(anAccept()), keep(anOutcome())]
    await turn()
    const next = keep(anOutcome())
    const settled = Promise.allSettled(failing)
    await engine.underWay[0]!.end(new Error('the disk is gone'))
    expect(await settled).toEqual([
      { status: 'rejected', reason: new Error('the disk is gone') },
      { status: 'rejected', reason: new Error('the disk is gone') },
    ])
    await turn()
    await engine.underWay[0]!.end()
    expect(await next).toEqual({ kept: true })
    await drained()
  })

  test('takes outcomes ahead of a flood of accepts, and the flood goes on beside a flood of outcomes', async () => {
    const engine = heldEngine()
    const { keep, drained } = groupCommit(engine, () => {})
    const all = Array.from({ length: 3600 }, (_, i) => keep(anAccept(`accept ${i}`)))
    await turn()
    all.push(keep(anOutcome('late outcome')))
    await engine.underWay[0]!.end()
    await turn()
    expect(names(engine.underWay[0]!.group)).toContain('late outcome')
    all.push(...Array.from({ length: 8000 }, () => keep(anOutcome('outcome'))))
    await engine.underWay[0]!.end()
    await turn()
    const mixed = names(engine.underWay[0]!.group)
    expect(mixed.filter((name) => name === 'outcome').length).toBe(1024)
    expect(mixed.filter((name) => name.startsWith('accept')).length).toBe(1024)
    while (engine.underWay.length > 0) {
      await engine.underWay[0]!.end()
      await turn()
    }
    await drained()
    expect(await Promise.all(all)).toEqual(all.map(() => ({ kept: true })))
    expect(Math.max(...engine.sizes)).toBe(2048)
  })
})

describe('when more waits than two seconds of work', () => {
  /** Fills the line and lets the first group take so long. */
  async function flooded(waiting: number, milliseconds: number) {
    const engine = heldEngine()
    const commits = groupCommit(engine, () => {})
    const answers = Array.from({ length: waiting }, () => commits.keep(anAccept()))
    await turn()
    vi.advanceTimersByTime(milliseconds)
    await engine.underWay[0]!.end()
    await turn()
    return { engine, ...commits, answers }
  }

  async function drain({ underWay }: ReturnType<typeof heldEngine>) {
    while (underWay.length > 0) {
      vi.advanceTimersByTime(1)
      await underWay[0]!.end()
      await turn()
    }
  }

  test('accepts are refused at once, and outcomes are taken', async () => {
    // 1,024 in a second: 2,048 are two seconds of work.
    const { engine, keep, answers } = await flooded(5000, 1000)
    expect(await keep(anAccept())).toEqual({ kept: false, because: 'busy' })
    const late = keep(anOutcome())
    await drain(engine)
    expect(await late).toEqual({ kept: true })
    expect(await Promise.all(answers)).toEqual(answers.map(() => ({ kept: true })))
    const again = keep(anAccept())
    await turn()
    await drain(engine)
    expect(await again).toEqual({ kept: true })
  })

  test('an accept that has waited for two seconds, under way or in line, holds off new ones', async () => {
    const engine = heldEngine()
    const { keep } = groupCommit(engine, () => {})
    const answers = [keep(anAccept())]
    await turn()
    vi.advanceTimersByTime(1999)
    answers.push(keep(anAccept()))
    vi.advanceTimersByTime(2)
    expect(await keep(anAccept())).toEqual({ kept: false, because: 'busy' })
    await engine.underWay[0]!.end()
    answers.push(keep(anAccept()))
    vi.advanceTimersByTime(2001)
    expect(await keep(anAccept())).toEqual({ kept: false, because: 'busy' })
    await drain(engine)
    answers.push(keep(anAccept()))
    await turn()
    await drain(engine)
    expect(await Promise.all(answers)).toEqual(answers.map(() => ({ kept: true })))
  })

  test('nothing is refused as long as few wait, and not for long', async () => {
    const { engine, keep } = await flooded(1100, 1500)
    const answer = keep(anAccept())
    await drain(engine)
    expect(await answer).toEqual({ kept: true })
  })

  test('until it is known how fast the database is, ten thousand may wait', async () => {
    const engine = heldEngine()
    const { keep } = groupCommit(engine, () => {})
    const answers = Array.from({ length: 12_000 }, () => keep(anAccept()))
    await turn()
    await drain(engine)
    const results = await Promise.all(answers)
    expect(results.filter(({ kept }) => kept).length).toBe(10_000)
    expect(results.slice(-1)).toEqual([{ kept: false, because: 'busy' }])
  })

  test('time in which nothing waited does not count as work', async () => {
    const engine = heldEngine()
    const { keep } = groupCommit(engine, () => {})
    for (const idle of [60_000, 60_000]) {
      vi.advanceTimersByTime(idle)
      const answers = Array.from({ length: 3000 }, () => keep(anAccept()))
      await turn()
      vi.advanceTimersByTime(5)
      await engine.underWay[0]!.end()
      await turn()
      answers.push(keep(anAccept()))
      await drain(engine)
      expect(await Promise.all(answers)).toEqual(answers.map(() => ({ kept: true })))
    }
  })
})
