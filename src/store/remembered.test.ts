import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { remembered } from './remembered.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

function counted(answers: Record<string, string | undefined> = {}) {
  const asked: string[] = []
  const { get, clear } = remembered(async (key: string) => {
    asked.push(key)
    return answers[key] ?? null
  })
  return { asked, answers, get, clear }
}

test('an answer is believed for a second', async () => {
  const { asked, answers, get } = counted({ a: 'first' })
  expect(await get('a')).toBe('first')
  answers['a'] = 'second'
  vi.advanceTimersByTime(999)
  expect(await get('a')).toBe('first')
  vi.advanceTimersByTime(1)
  expect(await get('a')).toBe('second')
  expect(asked).toEqual(['a', 'a'])
})

test('many who ask at the same time are answered by one question', async () => {
  const { asked, get } = counted({ a: 'one' })
  expect(await Promise.all([get('a'), get('a'), get('b'), get('a')])).toEqual(['one', 'one', null, 'one'])
  expect(asked).toEqual(['a', 'b'])
})

test('what was not found is asked again', async () => {
  const { answers, get } = counted()
  expect(await get('a')).toBeNull()
  answers['a'] = 'here now'
  expect(await get('a')).toBe('here now')
})

test('what could not be asked is asked again', async () => {
  let tries = 0
  const { get } = remembered(async () => {
    if (++tries === 1) throw new Error('no connection')
    return 'answer'
  })
  await expect(get('a')).rejects.toThrow('no connection')
  expect(await get('a')).toBe('answer')
})

test('an answer that was under way when everything was forgotten is not remembered', async () => {
  const answers: ((answer: string | null) => void)[] = []
  const { get, clear } = remembered(() => new Promise<string | null>((resolve) => answers.push(resolve)))
  const before = get('a')
  clear()
  const after = get('a')
  answers[1]!('new')
  answers[0]!(null)
  expect(await before).toBeNull()
  expect(await after).toBe('new')
  expect(await get('a')).toBe('new')
})

test('no more than ten thousand answers are held, and the oldest goes first', async () => {
  const { asked, get } = counted(Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`k${i}`, 'x'])))
  for (let i = 0; i < 10_001; i++) await get(`k${i}`)
  await get('k1')
  expect(asked.length).toBe(10_001)
  await get('k0')
  expect(asked.length).toBe(10_002)
})
