import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, ask } from '../api-client.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { type Element, readXml } from '../xml.ts'
import { type MagicInput, magicInputs, paths } from './magic-inputs.ts'
import { sdkClient } from './sdk.ts'

// The page on test credentials, row by row: in JSON and in XML, by plain HTTP and by the official SDK.

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

describe.each(['.json', ''])('magic inputs by plain HTTP, with the suffix "%s"', (suffix) => {
  test.each(magicInputs)('$of: $input → $outcome', async ({ of, give, refused }) => {
    const asked = { method: 'POST', path: paths[of] + suffix, parameters: give, as: server.test } as const
    const answer = await ask(server, asked)
    expect(answer.headers.get('content-type')).toMatch(suffix === '' ? /^application\/xml/ : /^application\/json/)
    const said = suffix === '' ? xmlOf(answer) : (JSON.parse(answer.text) as Record<string, unknown>)
    if (!refused) {
      expect([answer.status, said.status], answer.text).toEqual([201, of === 'numbers' ? 'new' : 'queued'])
      return
    }
    const [code, message, status = 400] = refused
    expect(answer.status, answer.text).toBe(status)
    expect(said).toEqual({ code, message, status, more_info: `https://www.twilio.com/docs/errors/${code}` })
  })
})

/** What the one element in the answer holds, by the names of JSON; numbers as numbers. */
function xmlOf({ text }: Answer): Record<string, unknown> {
  const root = readXml(text)
  expect([root.name, root.children.length]).toEqual(['TwilioResponse', 1])
  const snake = (name: string) => name.replace(/(?<!^)[A-Z]/g, '_$&').toLowerCase()
  const valueOf = ({ text: content }: Element) => (/^\d{3,5}$/.test(content) ? Number(content) : content)
  return Object.fromEntries(root.children[0]?.children.map((one) => [snake(one.name), valueOf(one)]) ?? [])
}

describe('magic inputs by the official SDK', () => {
  test.each(magicInputs.filter(({ notBySdk }) => !notBySdk))('$of: $input → $outcome', async (input) => {
    const made = bySdk(input)
    if (!input.refused) {
      const prefix = { messages: 'SM', sms: 'SM', calls: 'CA', numbers: 'PN' }[input.of]
      expect((await made).sid).toMatch(new RegExp(`^${prefix}[0-9a-f]{32}$`))
      return
    }
    const [code, message, status = 400] = input.refused
    await expect(made).rejects.toMatchObject({ code, message, status })
  })
})

function bySdk({ of, give }: MagicInput): Promise<{ sid: string }> {
  const client = sdkClient('twilio', server, server.test)
  const options = Object.fromEntries(
    Object.entries(give).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  )
  if (of === 'numbers') return client.incomingPhoneNumbers.create(options)
  return of === 'calls' ? client.calls.create(options) : client.messages.create(options)
}
