import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { besideIn, besideText } from '../../console/src/pages/phones/beside.ts'
import { askJson } from '../api-client.ts'
import { askControl } from '../control-client.ts'
import { openReceiver, type Receiver } from '../receiver.ts'
import { runtime } from '../runtimes.ts'
import { obstacles } from './obstacles.ts'
import { type Console, openConsole } from './pages.ts'

const browser = runtime('browser')

test('phones are read from an address however it was written, each once, and no more than there is room for', () => {
  const [a, b] = [{ number: '+15550100' }, { number: '+15550101', peer: '12345' }]
  expect(besideIn(besideText([a, b]))).toEqual([a, b])
  expect(besideIn(' 15550100, 15550101~12345')).toEqual([a, b])
  expect(besideIn('+15550101~ 15550199')).toEqual([{ number: '+15550101', peer: '+15550199' }])
  expect(besideIn(15550100)).toEqual([a])
  expect(besideIn('+15550100,nobody,+15550100,,<b>')).toEqual([a])
  expect(besideIn('+1,+2,+3,+4,+5')).toHaveLength(3)
  expect(besideIn(undefined)).toEqual([])
})

describe.skipIf(browser === null)('the console', () => {
  let web: Console
  let receiver: Receiver
  /** What the application answers to whatever it is asked. */
  let status: number
  beforeEach(() => {
    status = 403
  })

  beforeAll(async () => {
    web = await openConsole(browser ?? '')
    receiver = await openReceiver(() => ({ status }))
    await askControl(web.server, 'PATCH', `/numbers/${web.server.numbers[0]}`, { smsUrl: `${receiver.url}/sms` })
  }, 120_000)
  afterAll(async () => {
    await web[Symbol.asyncDispose]()
    await receiver[Symbol.asyncDispose]()
  })

  /** What a text to the application became: the SID of the message, and the id of the attempt. */
  async function texted(body: string): Promise<{ sid: string; attempt: string }> {
    const path = '/phones/+15558675310/messages'
    const { json } = await askControl(web.server, 'POST', path, { to: web.server.numbers[0], body })
    const outcome = await askControl(web.server, 'GET', `${path}/${String(json.id)}/outcome?wait=10`)
    const [first] = outcome.json.webhooks as { id: string }[]
    return { sid: String(outcome.json.messageSid), attempt: first?.id ?? '' }
  }

  test(
    'several phones stand beside each other, each with its own conversation, and the address keeps them',
    { timeout: 60_000 },
    async () => {
      const numbers = ['+15558675321', '+15558675322', '+15558675323', '+15558675324', '+15558675325'] as const
      for (const number of numbers) await askControl(web.server, 'POST', '/phones', { number })
      await using opened = await web.open(`/phones/${numbers[0]}`)
      const { page, troubles } = opened
      const phone = (number: string) => page.getByRole('region', { name: `Phone ${number}`, exact: true })
      for (const number of numbers.slice(1, 4)) await page.getByRole('link', { name: `Put ${number} beside` }).click()
      await phone(numbers[3]).waitFor()
      // Four are the most.
      expect(await page.getByRole('link', { name: /^Put .* beside$/ }).count()).toBe(0)
      for (const number of [numbers[0], numbers[2]]) {
        await phone(number).getByLabel('Write a text').fill(`from ${number}`)
        await phone(number).getByLabel('Write a text').press('Enter')
        await phone(number)
          .locator('bdi', { hasText: `from ${number}` })
          .waitFor()
      }
      expect(await phone(numbers[1]).getByText('from +').count()).toBe(0)
      await phone(numbers[2]).getByRole('combobox', { name: /^With/ }).selectOption(web.server.numbers[1])
      await phone(numbers[2]).locator('bdi').waitFor({ state: 'detached' })
      await page.reload()
      await phone(numbers[0])
        .locator('bdi', { hasText: `from ${numbers[0]}` })
        .waitFor()
      expect(await phone(numbers[2]).getByRole('combobox', { name: /^With/ }).inputValue()).toBe(web.server.numbers[1])
      expect(await obstacles(page)).toEqual([])
      expect(await page.evaluate(overflowing)).toBeLessThanOrEqual(0)
      // All four are seen at once.
      const [first, last] = [await phone(numbers[0]).boundingBox(), await phone(numbers[3]).boundingBox()]
      const list = await page.getByRole('region', { name: 'Phones', exact: true }).boundingBox()
      expect(first!.x).toBeGreaterThanOrEqual(list!.x + list!.width)
      expect(last!.x + last!.width).toBeLessThanOrEqual(1440)
      expect(await page.locator('a[aria-current=page]', { hasText: numbers[0] }).count()).toBe(1)
      await page.getByRole('button', { name: `Take ${numbers[0]} away` }).click()
      await phone(numbers[0]).waitFor({ state: 'detached' })
      expect(decodeURIComponent(new URL(page.url()).pathname)).toBe(`/_trunkline/phones/${numbers[1]}`)
      await phone(numbers[3]).waitFor()
      await page.getByRole('link', { name: `Put ${numbers[4]} beside` }).waitFor()
      await page.setViewportSize({ width: 390, height: 900 })
      expect(await phone(numbers[1]).isVisible()).toBe(true)
      expect(await phone(numbers[3]).isVisible()).toBe(false)
      expect(await page.evaluate(overflowing)).toBeLessThanOrEqual(0)
      expect(troubles).toEqual([])
    },
  )

  test('a call is taken at the phone that it rings at', async () => {
    const [first, second] = ['+15558675331', '+15558675332'] as const
    for (const number of [first, second])
      await askControl(web.server, 'POST', '/phones', { number, answers: 'by-hand' })
    await using opened = await web.open(`/phones/${first}?beside=${second}`)
    const { page } = opened
    await page.locator('a[aria-current=page]', { hasText: first }).waitFor()
    const phone = (number: string) => page.getByRole('region', { name: `Phone ${number}`, exact: true })
    const parameters = { To: second, From: web.server.numbers[0], Url: `${receiver.url}/voice` }
    await askJson(web.server, { method: 'POST', path: '/Calls.json', parameters })
    await phone(second).getByRole('button', { name: 'Answer' }).click()
    await phone(second).getByText(`In a call with ${web.server.numbers[0]}`).waitFor()
    expect(
      await phone(first)
        .getByText(/In a call/)
        .count(),
    ).toBe(0)
  })

  test.each([
    ['en', 'light', /^Open .* in a window of its own$/],
    ['ja', 'dark', /別のウィンドウで開く$/],
  ] as const)('a phone is opened in a window of its own in %s', async (language, theme, name) => {
    await using opened = await web.open('/phones/+15558675310', { language, theme })
    const opening = opened.context.waitForEvent('page')
    await opened.page.getByRole('link', { name }).click()
    const popup = await opening
    await popup.getByRole('textbox').last().waitFor()
    expect(new URL(popup.url()).search).toBe('?frame=1')
    expect(await popup.getByRole('navigation').count()).toBe(0)
    expect(await popup.getByRole('banner').getByRole('link').count()).toBe(0)
    // The window that opened it stays where it was.
    expect(opened.page.url()).not.toContain('frame')
    await popup
      .getByRole('combobox', { name: language === 'en' ? /^With/ : /^会話の相手/ })
      .selectOption(web.server.numbers[1])
    await popup.waitForURL(/peer=/)
    expect(popup.url()).toContain('frame=1')
    expect(await obstacles(popup)).toEqual([])
    expect(opened.troubles).toEqual([])
  })

  test('copies a request to an application as curl and as a test', async () => {
    const { attempt } = await texted("it's me")
    await using opened = await web.open(`/webhooks/${attempt}`)
    await opened.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const { page, troubles } = opened
    const copied = () => page.evaluate('navigator.clipboard.readText()')
    await page.getByRole('button', { name: 'Copy as curl' }).click()
    await page.getByText('Copied').waitFor()
    expect(await copied()).toMatch(/^curl .*\/sms \\\n/)
    expect(await copied()).toContain('X-Twilio-Signature: ')
    await page.getByRole('button', { name: 'Copy as test' }).click()
    await expect.poll(copied).toContain(`phone.send('it\\'s me')`)
    expect(troubles).toEqual([])
  })

  test.each([
    ['en', 'light', 1440],
    ['ja', 'dark', 390],
  ] as const)('shows in %s why a signature may have been refused', async (language, theme, width) => {
    const { attempt } = await texted('who am I')
    await using opened = await web.open(`/webhooks/${attempt}`, { language, theme, width })
    const { page, troubles } = opened
    await page.getByText(`${receiver.url}/sms`).nth(1).waitFor()
    const { json } = await askControl(web.server, 'GET', `/webhooks/${attempt}/signature`)
    const guess = (json.guesses as { signature: string; words: string }[])[0]!
    const field = page.getByLabel(
      language === 'en' ? /that the application computed/ : /アプリケーションが計算した署名/,
    )
    await field.fill(guess.signature)
    await field.press('Enter')
    await page
      .getByRole('status', { name: language === 'en' ? 'The mistake' : '間違い' })
      .getByText(guess.words)
      .waitFor()
    expect(await obstacles(page)).toEqual([])
    expect(await page.evaluate(overflowing)).toBeLessThanOrEqual(0)
    expect(troubles).toEqual([])
  })

  test('finds by trying what an application makes of signatures, and shows nothing of it when it was not refused', async () => {
    const { attempt } = await texted('try me')
    await using opened = await web.open(`/webhooks/${attempt}`)
    const { page } = opened
    const before = receiver.received.length
    await page.getByRole('button', { name: 'Find out by trying' }).click()
    await page.getByText(/requests were made to find out/).waitFor()
    expect(receiver.received.length).toBeGreaterThan(before + 1)
    status = 204
    const fine = await texted('fine')
    await page.goto(`${web.server.url}/_trunkline/webhooks/${fine.attempt}`)
    await page.getByRole('button', { name: 'Copy as curl' }).waitFor()
    expect(await page.getByText('Find out by trying').count()).toBe(0)
  })

  test('sends a message again, from the account and from the phone', async () => {
    const parameters = { To: '+15558675312', From: web.server.numbers[0], Body: 'once more' }
    const { json } = await askJson(web.server, { method: 'POST', path: '/Messages.json', parameters })
    await using opened = await web.open(`/messages/${String(json.sid)}`)
    const { page, troubles } = opened
    await page.getByRole('button', { name: 'Send again' }).click()
    await page.getByRole('status').getByRole('link').click()
    await page.getByRole('heading', { level: 1 }).getByText(String(json.sid)).waitFor({ state: 'detached' })
    await page.getByText('once more').first().waitFor()
    const { sid } = await texted('and in')
    await page.goto(`${web.server.url}/_trunkline/messages/${sid}`)
    await page.getByRole('button', { name: 'Send again' }).click()
    await page.getByText('Sent again').waitFor()
    const found = await askControl(web.server, 'GET', '/phones/+15558675310/messages?direction=all')
    expect((found.json.messages as { body: string }[]).filter(({ body }) => body === 'and in')).toHaveLength(2)
    expect(troubles).toEqual([])
  })

  test('of another account a message is only copied, with its SID and no token', async () => {
    const other = (await askControl(web.server, 'POST', '/accounts', {})).json
    const as = { sid: String(other.sid), token: String(other.authToken) }
    const parameters = { To: '+15558675312', From: (other.phoneNumbers as string[])[0] ?? '', Body: 'not mine' }
    const { json } = await askJson(web.server, { method: 'POST', path: '/Messages.json', parameters, as })
    await using opened = await web.open(`/messages/${String(json.sid)}`)
    await opened.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await opened.page.getByText(/another than that of this server/).waitFor()
    expect(await opened.page.getByRole('button', { name: 'Send again' }).count()).toBe(0)
    await opened.page.getByRole('button', { name: 'Copy as curl' }).first().click()
    const copied = () => opened.page.evaluate('navigator.clipboard.readText()')
    await expect.poll(copied).toContain(`-u ${as.sid} \\\n`)
    expect(await copied()).not.toContain(as.token)
  })
})

const overflowing = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
