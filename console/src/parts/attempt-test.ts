import { type AskedApplication, missingOf } from './attempt-curl.ts'
import { literal } from './literal.ts'

/**
 * A test with `trunkline/testing` in which the same happens as in a request; null where it is none about a message, not all of it was
 * kept, or it was asked by GET, which the kit sets no webhook to.
 */
export function attemptTest(attempt: AskedApplication): string | null {
  const { url, method, parameters } = attempt
  const told = Object.fromEntries(parameters)
  if (missingOf(attempt) !== null || method === 'GET' || !told['MessageSid']) return null
  if (told['MessageStatus'] !== undefined) return statusTest(url, told['MessageStatus'], told['ErrorCode'])
  return told['Body'] === undefined ? null : messageTest(new URL(url), told)
}

function messageTest(url: URL, told: Readonly<Record<string, string>>): string {
  const body = told['Body'] ?? ''
  const types = Array.from(
    { length: Math.min(Number(told['NumMedia']) || 0, 10) },
    (_, i) => told[`MediaContentType${i}`],
  )
  const media = types.map((type) => `{ contentType: ${literal(type ?? 'text/plain')}, data: 'the bytes of a file' }`)
  const options = media.length === 0 ? '' : `, { media: [${media.join(', ')}] }`
  const title = body === '' ? 'a file' : `“${body.slice(0, 60)}”`
  return [
    `import { expect } from 'vitest'`,
    `import { test } from 'trunkline/testing/vitest'`,
    ``,
    `test(${literal(`the application answers ${title}`)}, async ({ account, phone }) => {`,
    `  await account.webhook(${literal(new URL('/', url).href)}, { sms: ${literal(url.pathname + url.search)} })`,
    `  const { status } = await phone.send(${literal(body)}${options})`,
    `  expect(status).toBe(200)`,
    `})`,
    ``,
  ].join('\n')
}

function statusTest(url: string, status: string, errorCode: string | undefined): string {
  const failing = failingNumber(errorCode)
  return [
    `import twilio from 'twilio'`,
    `import { expect } from 'vitest'`,
    `import { test } from 'trunkline/testing/vitest'`,
    ``,
    `test(${literal(`the application is told of ${status}`)}, async ({ account${failing === null ? ', phone' : ''} }) => {`,
    `  const { sid } = await account.client(twilio).messages.create({`,
    `    to: ${failing === null ? 'phone.number' : literal(failing)},`,
    `    from: account.phoneNumber,`,
    `    body: 'Hello',`,
    `    statusCallback: ${literal(url)},`,
    `  })`,
    `  await account.webhooks.drain()`,
    `  const attempts = await Promise.all((await account.webhooks.history({ subject: sid })).map(account.webhooks.get))`,
    `  const told = attempts.find(({ parameters }) => parameters.some(([name, value]) => name === 'MessageStatus' && value === ${literal(status)}))`,
    `  expect(told?.responseStatus).toBe(200)`,
    `})`,
    ``,
  ].join('\n')
}

/** The number to which messages fail with this code. */
const failingNumber = (code = ''): string | null => (/^3\d{4}$/.test(code) ? `+1500553${code.slice(1)}` : null)
