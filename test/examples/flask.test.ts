import { spawn } from 'node:child_process'
import { once } from 'node:events'
import twilio from 'twilio'
import { expect, test } from 'vitest'
import { passSuite } from '../clients/run-suite.ts'
import { askControl } from '../control-client.ts'
import { compileCache, program } from '../program.ts'
import { runtime } from '../runtimes.ts'
import { type TestServer, startTestServer } from '../server.ts'

// `examples/flask` in the two ways that its README tells of.

const python = runtime('flask')
const folder = 'examples/flask'

test.skipIf(python === null)('the Flask application passes its tests', { timeout: 120_000 }, async () => {
  const words = [python!, '-m', 'pytest', '-p', 'trunkline.pytest_plugin', '-p', 'no:cacheprovider', '-q'] as const
  const env = { PYTHONPATH: '../../clients/python/src', PYTHONDONTWRITEBYTECODE: '1' }
  expect(await passSuite(words, folder, /^(\d+) passed/m, env)).toBe(4)
})

test.skipIf(python === null)('it runs unchanged under exec', { timeout: 60_000 }, async () => {
  await using server = await startTestServer()
  await using application = await startUnderExec(server)
  const { url } = application
  const client = twilio(server.account.sid, server.account.token)
  client.api.baseUrl = server.url
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: server.numbers[0] })
  await client.incomingPhoneNumbers(number!.sid).update({ smsUrl: `${url}/sms` })

  const phone = '/phones/+15558675313'
  const post = (path: string, values: object) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(values),
    })
  expect((await post('/signup', { phone: '+15558675313' })).status).toBe(202)
  const { json: inbox } = await askControl(server, 'GET', `${phone}/messages?wait=30`)
  const code = /\d{6}/.exec(JSON.stringify((inbox.messages as { body: string }[])[0]?.body))?.[0]
  expect((await post('/signup/confirm', { phone: '+15558675313', code })).status).toBe(200)

  const { json: sent } = await askControl(server, 'POST', `${phone}/messages`, { to: server.numbers[0], body: 'Hi' })
  const { json: outcome } = await askControl(server, 'GET', `${phone}/messages/${String(sent.id)}/outcome?wait=30`)
  expect(outcome.replies).toMatchObject([{ body: 'You are a member. Send LEAVE to leave.' }])
})

/** Starts it as the README does, with the credentials that exec gives it; answers where it listens. */
async function startUnderExec(server: TestServer): Promise<AsyncDisposable & { url: string }> {
  const flask = [python!, '-m', 'flask', '--app', 'signup:create_app', 'run', '--port', '0']
  const child = spawn(process.execPath, [program, 'exec', '--server', server.url, '--', ...flask], {
    cwd: folder,
    env: { ...compileCache, PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = once(child, 'close')
  const end = async () => {
    child.kill('SIGTERM')
    await closed
  }
  const said = Promise.withResolvers<string>()
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => {
      output += text.toString()
      const [, url] = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(output) ?? []
      if (url !== undefined) said.resolve(url)
    })
  const timer = setTimeout(() => said.reject(new Error(`It said nothing in time: ${output}`)), 30_000)
  child.once('exit', (code) => said.reject(new Error(`It ended with ${code}: ${output}`)))
  try {
    return { url: await said.promise, [Symbol.asyncDispose]: end }
  } catch (error) {
    await end()
    throw error
  } finally {
    clearTimeout(timer)
  }
}
