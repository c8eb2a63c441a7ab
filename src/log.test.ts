import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { maskNumber, openLog } from './log.ts'

const logged = (level: Parameters<typeof openLog>[0] = 'info') => {
  const lines: string[] = []
  return { lines, log: openLog(level, { write: (line) => void lines.push(line) }) }
}

test('an event is one line of JSON with its fields', () => {
  const { lines, log } = logged()
  log.child({ account: 'AC1' }).info({ body: 'never', segments: 2 }, 'message kept')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^\{.*\}\n$/)
  expect(JSON.parse(lines[0]!)).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    pid: process.pid,
    account: 'AC1',
    body: '[hidden]',
    segments: 2,
    msg: 'message kept',
  })
})

test('less than the level is not logged, and an error keeps its stack', () => {
  const { lines, log } = logged('warn')
  log.debug({}, 'no')
  log.info({}, 'no')
  log.warn({}, 'yes')
  log.error({ err: new Error('why') }, 'failed')
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['yes', 'failed'])
  expect((JSON.parse(lines[1]!) as { err: object }).err).toMatchObject({
    message: 'why',
    stack: expect.stringContaining('log.test.ts'),
  })
})

test('a token or a body that was given by mistake is hidden, also one level down', () => {
  const { lines, log } = logged()
  log.warn({ authToken: 'secret1', message: { body: 'secret2' }, request: { authorization: 'secret3' } }, 'slip')
  expect(lines[0]).not.toContain('secret')
})

test.each([
  ['+15551234567', '+155…567'],
  ['whatsapp:+15551234567', 'whatsapp:+155…567'],
  ['12345', '…'],
  ['', '…'],
])('of %j a log shows %j', (number, shown) => {
  expect(maskNumber(number)).toBe(shown)
})

test.each(['read to its end', 'read by nobody any more'])('a process ends whose standard error is %s', async (how) => {
  const program = `
    import { endLog, openLog, standardError } from '${new URL('./log.ts', import.meta.url).href}'
    process.stdin.once('close', async () => {
      const errors = standardError()
      const log = openLog('info', errors)
      for (let line = 0; line < 2000; line++) log.info({ line, filling: 'x'.repeat(100) }, 'stopping')
      await endLog(errors)
      process.exit(0)
    }).resume()`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program])
  const isRead = how === 'read to its end'
  let lines = 0
  if (isRead) child.stderr.on('data', (text: Buffer) => (lines += text.toString().split('\n').length - 1))
  else child.stderr.destroy()
  child.stdin.end()
  try {
    const [code] = (await once(child, isRead ? 'close' : 'exit', { signal: AbortSignal.timeout(10_000) })) as [number]
    expect({ code, lines }).toEqual({ code: 0, lines: isRead ? 2000 : 0 })
  } finally {
    child.kill('SIGKILL')
  }
})
