import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askJson } from '../api-client.ts'
import { askControl } from '../control-client.ts'
import { type Receiver, openReceiver, twiml } from '../receiver.ts'
import { long } from '../requires.ts'
import { runtime } from '../runtimes.ts'
import { settled } from '../server.ts'
import { obstacles } from './obstacles.ts'
import { type Console, openConsole } from './pages.ts'

const browser = runtime('browser')

/** What a person, an application or an attacker may write. */
const hostile = [
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '\u202Ereversed\u202C and \u2067isolated',
  'zero\u200Bwidth\u200D\uFEFF',
  '😀'.repeat(800),
  '"><svg/onload=alert(3)>',
]

/** Every language, theme and width; both languages in both themes in the long form. */
const looks = (
  [
    ['en', 'light', 1440],
    ['ja', 'dark', 390],
    ['en', 'dark', 390],
    ['ja', 'light', 1440],
  ] as const
).slice(0, long ? 4 : 2)

describe.skipIf(browser === null)('the console', () => {
  let web: Console
  let receiver: Receiver
  let own: string
  let sid: string
  let attempt: string
  const phone = '+15558675310'

  beforeAll(async () => {
    web = await openConsole(browser ?? '')
    receiver = await openReceiver(({ parameters }) =>
      parameters.MessageStatus
        ? { status: 500, body: hostile[0] ?? '' }
        : twiml(`<Message>You said ${plain(parameters.Body)}</Message>`),
    )
    own = web.server.numbers[0]
    await askControl(web.server, 'PATCH', `/numbers/${own}`, { smsUrl: `${receiver.url}/sms` })
    const sids: string[] = []
    for (const Body of [...hostile, '認証コードは 482913 です']) {
      const parameters = { To: phone, From: own, Body, StatusCallback: `${receiver.url}/status` }
      const { json } = await askJson(web.server, { method: 'POST', path: '/Messages.json', parameters })
      sids.push(String(json.sid))
    }
    await settled(web.server, sids)
    sid = sids[0] ?? ''
    await askControl(web.server, 'POST', '/phones', { number: phone, name: 'Ann' })
    await receiver.until((all) =>
      all.some(({ parameters }) => parameters.MessageSid === sid && parameters.MessageStatus === 'delivered'),
    )
    await askControl(web.server, 'POST', '/settle', {})
    const { json } = await askControl(web.server, 'GET', `/webhooks?subject=${sid}`)
    attempt = (json.webhooks as { id: string }[])[0]?.id ?? ''
  }, 120_000)
  afterAll(async () => {
    await web[Symbol.asyncDispose]()
    await receiver[Symbol.asyncDispose]()
  })

  const routes = () => [
    '/phones',
    `/phones/${phone}`,
    '/messages',
    `/messages/${sid}`,
    '/webhooks',
    `/webhooks/${attempt}`,
    '/debugger',
    '/debugger/11200',
    '/numbers',
    `/numbers/${own}`,
    '/playground',
    '/usage',
    '/lab',
    '/settings',
    '/requests',
    '/messages?q=status:delivered',
    '/messages?q=nothing-has-this',
    '/nowhere',
  ]

  describe.each(looks)('in %s and %s, %d pixels wide', (language, theme, width) => {
    test('shows every page without an error, and without an obstacle', { timeout: 120_000 }, async () => {
      await using opened = await web.open('/', { language, theme, width })
      const { page, troubles } = opened
      for (const route of routes()) {
        await page.goto(`${web.server.url}/_trunkline${route}`)
        await page
          .getByRole('heading', { level: 1 })
          .or(page.getByRole('heading', { level: 2 }))
          .first()
          .waitFor()
        await page.waitForLoadState('load')
        expect(await obstacles(page), route).toEqual([])
        const overflow = await page.evaluate(overflowing)
        expect(overflow, `${route} is wider than the window`).toBeLessThanOrEqual(0)
        expect(await page.evaluate('document.documentElement.lang')).toBe(language)
      }
      expect(troubles).toEqual([])
    })
  })

  test('a conversation is held by clicking alone', async () => {
    await using opened = await web.open('/')
    const { page, troubles } = opened
    await page.getByRole('button', { name: '+ New phone' }).click()
    const write = page.getByLabel('Write a text')
    await write.fill('ahoy')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('You said ahoy').waitFor()
    await page.getByText('application: 200').waitFor()
    await page.getByRole('button', { name: 'STOP' }).click()
    await page.getByText(/unsubscribed/).waitFor()
    await page.getByRole('link', { name: 'received' }).first().click()
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
    await page.getByText(/message POST/).click()
    await page.getByRole('button', { name: 'Replay', exact: true }).click()
    await page.getByText('Replayed: 200').waitFor()
    expect(troubles).toEqual([])
  })

  test('begins with little: charts and pages come when they are opened', async () => {
    const html = await (await fetch(`${web.server.url}/_trunkline/`)).text()
    const scripts = [...html.matchAll(/assets\/[^"]+\.js/g)].map(([path]) => path)
    expect(scripts.length).toBeGreaterThan(0)
    let bytes = 0
    for (const script of scripts) {
      const { headers, body } = await request(`${web.server.url}/_trunkline/${script}`, {
        headers: { 'accept-encoding': 'gzip' },
      })
      expect(headers['content-encoding']).toBe('gzip')
      bytes += (await body.arrayBuffer()).byteLength
    }
    expect(bytes).toBeLessThan(180_000)
  })

  test('an input method keeps its Enter for itself', async () => {
    await using opened = await web.open(`/phones/${phone}`)
    const { page } = opened
    const write = page.getByLabel('Write a text')
    await write.fill('にほん')
    await write.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })
    expect(await write.inputValue()).toBe('にほん')
    await write.press('Enter')
    await page.locator('bdi', { hasText: 'にほん' }).first().waitFor()
    await expect.poll(() => write.inputValue()).toBe('')
  })

  test('a code is found and copied', async () => {
    await using opened = await web.open(`/phones/${phone}`)
    await opened.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await opened.page.getByRole('button', { name: 'Copy 482913' }).click()
    expect(await opened.page.evaluate('navigator.clipboard.readText()')).toBe('482913')
  })

  test('what is hostile is shown as it is, and does nothing', async () => {
    await using opened = await web.open(`/phones/${phone}`)
    const { page, troubles } = opened
    page.on('dialog', (dialog) => {
      void dialog.dismiss()
      throw new Error(`a script ran: ${dialog.message()}`)
    })
    for (const text of [hostile[0] ?? '', hostile[4] ?? ''])
      await page.getByText(text, { exact: true }).first().waitFor()
    await page.goto(`${web.server.url}/_trunkline/webhooks/${attempt}`)
    await page.getByText(hostile[0] ?? '', { exact: true }).waitFor()
    expect(await page.locator('main script, main img[src="x"], main svg[onload]').count()).toBe(0)
    expect(troubles).toEqual([])
  })

  test('every page is reached by the keyboard, and comes first who wants the content', async () => {
    await using opened = await web.open('/messages')
    const { page } = opened
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('content')
  })

  test('the log is live, and no row moves under the pointer', async () => {
    await using opened = await web.open('/messages')
    const { page } = opened
    const first = page.getByRole('row').nth(1)
    await first.hover()
    const before = await first.textContent()
    const parameters = { To: '+15558675311', From: own, Body: 'while pointed at' }
    await askJson(web.server, { method: 'POST', path: '/Messages.json', parameters })
    await page.getByRole('button', { name: /1 new/ }).waitFor()
    expect(await first.textContent()).toBe(before)
    await page.getByRole('button', { name: /1 new/ }).click()
    await page.getByText('while pointed at').waitFor()
    await page.mouse.move(0, 0)
    await askJson(web.server, {
      method: 'POST',
      path: '/Messages.json',
      parameters: { ...parameters, Body: 'at once' },
    })
    await page.getByText('at once').waitFor()
  })

  test('a narrow log shows what was written, and no cell lies on another', async () => {
    await using opened = await web.open('/messages?q=認証コード', { width: 390 })
    const { page } = opened
    const cells = page.getByRole('row').nth(1).getByRole('gridcell')
    await page.getByText('認証コードは 482913 です').waitFor()
    const boxes = await Promise.all((await cells.all()).map((cell) => cell.boundingBox()))
    expect(boxes).toHaveLength(5)
    for (const [i, one] of boxes.entries())
      for (const other of boxes.slice(i + 1)) {
        if (!one || !other) throw new Error('A cell is not seen.')
        const beside = one.x + one.width <= other.x + 1 || other.x + other.width <= one.x + 1
        const below = one.y + one.height <= other.y + 1 || other.y + other.height <= one.y + 1
        expect(beside || below, JSON.stringify([one, other])).toBe(true)
      }
  })

  test('a server that does not answer is told in the language of the page', async () => {
    await using opened = await web.open('/messages', { language: 'ja', width: 390 })
    const { page } = opened
    await page.getByText('認証コードは 482913 です').waitFor()
    await page.route('**/v1/requests*', (route) => route.abort())
    await page.getByRole('link', { name: '拒否されたリクエスト' }).click()
    await page.getByRole('alert').getByText('サーバーが応答しません').waitFor()
  })

  test('what is searched for stands in the address, and what is wrong with it is said', async () => {
    await using opened = await web.open('/messages')
    const { page } = opened
    await page.getByRole('searchbox').fill('認証コード')
    await page.keyboard.press('Enter')
    await page.getByText('認証コードは 482913 です').waitFor()
    expect(await page.getByRole('row').count()).toBe(2)
    expect(decodeURIComponent(page.url())).toContain('q=認証コード')
    await page.getByRole('searchbox').fill('sttus:failed')
    await page.keyboard.press('Enter')
    await page
      .getByRole('alert')
      .getByText(/status/)
      .waitFor()
  })

  test('a magic input is run, and the clock moved, each with its counterpart to copy', async () => {
    await using opened = await web.open('/playground')
    const { page, troubles } = opened
    await page.getByRole('button', { name: /21211/ }).click()
    await page.getByRole('button', { name: 'Run' }).click()
    await page.getByText('400 21211').waitFor()
    expect(troubles.filter((one) => !one.includes('400'))).toEqual([])
    await page.goto(`${web.server.url}/_trunkline/lab`)
    await page.getByRole('button', { name: '+1d' }).click()
    await page.getByText(/fell due and were done/).waitFor()
    await page.getByRole('link', { name: /Clock/ }).waitFor()
    await page.getByText('trunkline clock advance 1h').waitFor({ state: 'attached' })
  })
})

/** Said as a text: this side knows nothing of what a page has. */
const overflowing = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

const plain = (text = '') => text.replaceAll(/[<&]/g, '')
