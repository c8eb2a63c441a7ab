import type { Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askJson } from '../api-client.ts'
import { askControl } from '../control-client.ts'
import { type Receiver, openReceiver, twiml } from '../receiver.ts'
import { runtime } from '../runtimes.ts'
import { settled } from '../server.ts'
import { obstacles } from './obstacles.ts'
import { type Console, openConsole } from './pages.ts'

const browser = runtime('browser')

describe.skipIf(browser === null)('the keyboard of the console', () => {
  let web: Console
  let receiver: Receiver
  let sids: readonly string[]
  let attempt: string
  const phone = '+15558675310'
  const many = 60

  beforeAll(async () => {
    web = await openConsole(browser ?? '')
    receiver = await openReceiver(() => twiml('<Message>yes</Message>'))
    const send = async (parameters: Record<string, string>) => {
      const given = { To: phone, From: web.server.numbers[0], ...parameters }
      return String((await askJson(web.server, { method: 'POST', path: '/Messages.json', parameters: given })).json.sid)
    }
    const sent: string[] = []
    for (let i = 0; i < many; i++) sent.push(await send({ Body: `text ${i}` }))
    sent.push(await send({ Body: 'with a callback', StatusCallback: `${receiver.url}/status` }))
    await send({ Body: 'nobody listens', StatusCallback: 'http://127.0.0.1:9/' })
    await send({ To: 'nobody', Body: 'refused' })
    await settled(web.server, sent)
    sids = sent
    await askControl(web.server, 'POST', '/phones', { number: phone, name: 'Ann' })
    await askControl(web.server, 'POST', '/settle', {})
    const { json } = await askControl(web.server, 'GET', `/webhooks?subject=${sids.at(-1)}`)
    attempt = (json.webhooks as { id: string }[])[0]?.id ?? ''
  }, 120_000)
  afterAll(async () => {
    await web[Symbol.asyncDispose]()
    await receiver[Symbol.asyncDispose]()
  })

  const replays = () => receiver.received.length

  /** Opens a page and waits until its keys act. */
  async function open(path: string, settings?: Parameters<Console['open']>[1]) {
    const opened = await web.open(path, settings)
    await opened.page.locator('main h1').first().waitFor()
    return opened
  }

  test('g and a letter go to each page', { timeout: 30_000 }, async () => {
    await using opened = await open('/requests')
    const { page, troubles } = opened
    for (const [key, path] of goals) {
      await page.keyboard.press('g')
      await page.keyboard.press(key)
      await page.waitForURL(`**${path}`)
      await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('content')
    }
    expect(troubles).toEqual([])
  })

  test('/ goes into the search of the page, and elsewhere into that of the messages', async () => {
    await using opened = await open('/messages')
    const { page } = opened
    await page.keyboard.press('/')
    expect(await focused(page, 'type')).toBe('search')
    expect(await page.getByRole('searchbox').inputValue()).toBe('')
    await page.goto(`${web.server.url}/_trunkline/usage`)
    await page.locator('main h1').waitFor()
    await page.keyboard.press('/')
    await page.waitForURL('**/messages')
    await expect.poll(() => focused(page, 'type')).toBe('search')
  })

  test('j and k go through more messages than are drawn, and Enter opens one', async () => {
    await using opened = await open('/messages')
    const { page } = opened
    await page.getByRole('row').nth(5).waitFor()
    const row = () => page.evaluate('document.activeElement.closest("[data-row]")?.getAttribute("aria-rowindex")')
    for (let i = 0; i < many - 10; i++) {
      await page.keyboard.press('j')
      expect(await row()).toBe(String(i + 2))
      // What is drawn follows the list as it scrolls, a frame later.
      await page.evaluate('new Promise(requestAnimationFrame)')
    }
    expect(await page.evaluate(rowInView)).toBe(true)
    await page.keyboard.press('k')
    expect(await row()).toBe(String(many - 10))
    const to = String(await focused(page, 'href'))
    await page.keyboard.press('Enter')
    await page.waitForURL(to)
    expect(sids.some((sid) => to.endsWith(sid))).toBe(true)
  })

  test('j reaches the rows of every list, and Enter opens them', { timeout: 30_000 }, async () => {
    await using opened = await open('/usage')
    const { page } = opened
    for (const [path, first] of [
      ['/webhooks', `/webhooks/${attempt}`],
      ['/numbers', `/numbers/${web.server.numbers[0]}`],
      ['/debugger', '/debugger/11205'],
      ['/requests', '/debugger/21211'],
      ['/phones', `/phones/${phone}`],
    ] as const) {
      await page.goto(`${web.server.url}/_trunkline${path}`)
      await page.locator('main [data-row]').first().waitFor()
      const rows = await page.locator('main [data-row]').count()
      const links: string[] = []
      for (let i = 0; i < rows; i++) {
        await page.keyboard.press('j')
        links.push(decodeURIComponent(String(await focused(page, 'href'))))
      }
      const wanted = links.findIndex((link) => link.endsWith(first))
      expect(wanted, links.join(' ')).toBeGreaterThanOrEqual(0)
      for (let i = rows - 1; i > wanted; i--) await page.keyboard.press('k')
      await page.keyboard.press('Enter')
      await page.waitForURL((url) => decodeURIComponent(url.pathname).endsWith(first))
    }
  })

  test('no row moves away from who is in one', async () => {
    await using opened = await open('/messages')
    const { page } = opened
    await page.getByRole('row').nth(5).waitFor()
    await page.keyboard.press('j')
    const before = await focused(page, 'href')
    const parameters = { To: '+15558675311', From: web.server.numbers[0], Body: 'came meanwhile' }
    await askJson(web.server, { method: 'POST', path: '/Messages.json', parameters })
    await page.getByRole('button', { name: /1 new/ }).waitFor()
    expect(await focused(page, 'href')).toBe(before)
    expect(await page.getByText('came meanwhile').count()).toBe(0)
  })

  test('r makes the request of a webhook again, and the last one of a message, once for each time it is pressed', async () => {
    await using opened = await open(`/webhooks/${attempt}`)
    const { page } = opened
    const before = replays()
    await page.keyboard.down('r')
    // Held down, a key comes again and again.
    await page.keyboard.down('r')
    await page.keyboard.up('r')
    await page.getByText('Replayed: 200').waitFor()
    expect(replays()).toBe(before + 1)
    await page.goto(`${web.server.url}/_trunkline/messages/${sids.at(-1)}`)
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
    await page.keyboard.press('r')
    await page.getByText('Replayed: 200').waitFor()
    expect(replays()).toBe(before + 2)
  })

  test('nothing acts while somebody types, composes, or presses it with another key; Escape leaves a field as it is', async () => {
    await using opened = await open('/messages?q=text')
    const { page } = opened
    const search = page.getByRole('searchbox')
    await search.fill('')
    await search.pressSequentially('gw/?jkr')
    expect(await search.inputValue()).toBe('gw/?jkr')
    expect(page.url()).toContain('/messages')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.keyboard.press('Escape')
    expect(await page.evaluate('document.activeElement.id')).toBe('content')
    expect(await search.inputValue()).toBe('gw/?jkr')
    for (const combined of ['Control+j', 'Alt+j', 'Meta+j', 'Shift+J', 'Control+Shift+k', 'Alt+k'])
      await page.keyboard.press(combined)
    const body = page.locator('body')
    for (const composing of [{ isComposing: true }, { keyCode: 229 }])
      for (const key of ['j', '/', '?']) await body.dispatchEvent('keydown', { key, bubbles: true, ...composing })
    await body.dispatchEvent('keydown', { key: 'k', ctrlKey: true, isComposing: true, bubbles: true })
    expect(await page.evaluate('document.activeElement.id')).toBe('content')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.keyboard.press('j')
    expect(String(await focused(page, 'href'))).toContain('/messages/')
  })

  describe.each([
    ['en', 'light', 1440],
    ['ja', 'dark', 390],
  ] as const)('in %s and %s, %d pixels wide', (language, theme, width) => {
    test('? opens the keys and Ctrl+K the palette, without an obstacle', async () => {
      await using opened = await open('/usage', { language, theme, width })
      const { page, troubles } = opened
      await page.keyboard.press('?')
      const help = page.getByRole('dialog')
      await help.waitFor()
      expect(await help.locator('kbd').allTextContents()).toEqual([
        'Ctrl',
        'K',
        '/',
        'j',
        'k',
        'Enter',
        'r',
        ...['p', 'm', 'w', 'd', 'n', 'y', 'u', 'l', 's'].flatMap((key) => ['g', key]),
        '?',
        'Escape',
      ])
      expect(await obstacles(page)).toEqual([])
      // Nothing acts behind it.
      await page.keyboard.press('g')
      await page.keyboard.press('m')
      expect(page.url()).toContain('/usage')
      await page.keyboard.press('Escape')
      await help.waitFor({ state: 'detached' })
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: language === 'ja' ? '探す' : 'Find' }).waitFor()
      expect(await obstacles(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      expect(troubles).toEqual([])
    })
  })

  test('keys that are pressed alone can be turned off, and the browser remembers it', async () => {
    await using opened = await open('/usage')
    const { page } = opened
    await page.keyboard.press('?')
    await page.getByRole('checkbox').uncheck()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.reload()
    await page.locator('main h1').waitFor()
    await page.keyboard.press('?')
    await page.keyboard.press('g')
    await page.keyboard.press('m')
    await choose(page, 'keys')
    expect(page.url()).toContain('/usage')
    await page.getByRole('checkbox').check()
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
  })

  test('a dialog that is asked for while another closes stays', async () => {
    await using opened = await open('/usage')
    const { page } = opened
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    // Both before the browser tells that the first one is closed.
    await page.evaluate(
      `document.querySelector('dialog:modal').close(); document.dispatchEvent(new KeyboardEvent('keydown', { key: '?' }))`,
    )
    await page.getByRole('dialog').waitFor()
    await page.evaluate('new Promise((done) => setTimeout(done, 100))')
    expect(await page.getByRole('dialog').count()).toBe(1)
  })

  test('the palette opens from within a field, follows the arrows, and leaves Enter to an input method', async () => {
    await using opened = await open('/messages')
    const { page } = opened
    await page.getByRole('searchbox').focus()
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox', { name: 'Find' })
    const active = async () =>
      page.locator(`[id="${await field.getAttribute('aria-activedescendant')}"][aria-selected="true"]`).textContent()
    expect(await active()).toBe('PhonesPage')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    expect(await active()).toBe('WebhooksPage')
    await page.keyboard.press('ArrowUp')
    expect(await active()).toBe('MessagesPage')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    expect(await active()).toBe('KeysAction')
    await field.fill('ウェブ')
    await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })
    expect(await field.inputValue()).toBe('ウェブ')
    await field.fill('使用')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/usage')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('the palette finds phones by name and by number, messages and webhooks by their SID, and texts', async () => {
    await using opened = await open('/usage')
    const { page } = opened
    const goes = async (text: string, path: string) => {
      await choose(page, text)
      await page.waitForURL((url) => decodeURIComponent(url.pathname + url.search).endsWith(path))
    }
    await goes('ann', `/phones/${phone}`)
    await goes('(555) 867-53', `/phones/${phone}`)
    await goes('５５５８６７５', `/phones/${phone}`)
    await goes(`message ${sids[0]}`, `/messages/${sids[0]}`)
    await goes(` ${attempt.toUpperCase()} `, `/webhooks/${attempt}`)
    await goes('callback', '/messages?q=callback')
    await page.getByRole('grid').getByText('with a callback').waitFor()
  })

  test('the palette acts: clock, faults, theme, language, and a new phone', async () => {
    await using opened = await open('/usage')
    const { page, troubles } = opened
    const told = async (path: string) => (await askControl(web.server, 'GET', path)).json
    await choose(page, 'freeze')
    await page.getByText('Done: Freeze the clock').waitFor({ state: 'attached' })
    expect(await told('/clock')).toMatchObject({ state: 'frozen' })
    await choose(page, 'clock run')
    await page.getByText('Done: Let the clock run').waitFor({ state: 'attached' })
    expect(await told('/clock')).toMatchObject({ state: 'running' })
    await askControl(web.server, 'POST', '/fault-presets/slow-network', {})
    await page.reload()
    await page.getByRole('link', { name: /fault/ }).waitFor()
    await choose(page, 'faults')
    await page.getByText('Done: Remove all faults').waitFor({ state: 'attached' })
    expect(await told('/faults')).toMatchObject({ faults: [] })
    await choose(page, 'theme dark')
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark')
    const phones = async () => (await told('/phones')).phones as unknown[]
    const before = (await phones()).length
    await choose(page, 'new phone')
    await page.waitForURL(/\/phones\/(\+|%2B)\d+$/)
    expect(await phones()).toHaveLength(before + 1)
    await choose(page, '日本語')
    await expect.poll(() => page.evaluate('document.documentElement.lang')).toBe('ja')
    expect(troubles).toEqual([])
  })

  test('the palette says what was refused, and stays', async () => {
    await using opened = await open('/usage')
    const { page } = opened
    await page.route('**/clock/freeze', (route) => route.fulfill({ status: 500, body: '{"error":"no clock today"}' }))
    // Who has no keys has a button.
    await page.getByRole('button', { name: /^Find/ }).click()
    await page.getByRole('combobox', { name: 'Find' }).fill('freeze')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('no clock today').waitFor()
    expect(await page.getByRole('dialog').count()).toBe(1)
  })

  test('in production there is nothing of what only development has', async () => {
    await using opened = await open('/usage')
    const { page } = opened
    await page.route('**/_trunkline/session', (route) =>
      route.fulfill({ json: { mode: 'production', login: 'none', passwordSet: true } }),
    )
    await page.reload()
    await page.locator('main h1').waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('p')
    await page.keyboard.press('?')
    const help = page.getByRole('dialog')
    await help.getByText('Go to Messages').waitFor()
    expect(await help.getByText(/Go to (Phones|Lab)/).count()).toBe(0)
    expect(page.url()).toContain('/usage')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page
      .getByRole('option', { name: /Messages/ })
      .first()
      .waitFor()
    const options = await page.getByRole('option').allTextContents()
    expect(options.filter((one) => /phone|lab|playground|clock|fault/i.test(one))).toEqual([])
  })

  test('where others have Ctrl, a Mac has the command key', async () => {
    await using opened = await open('/usage')
    const { page } = opened
    await page.addInitScript("Object.defineProperty(navigator, 'platform', { get: () => 'MacIntel' })")
    await page.reload()
    await page.locator('main h1').waitFor()
    await page.keyboard.press('Control+k')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.keyboard.press('Meta+k')
    await page.getByRole('dialog').waitFor()
  })

  /** Types what is looked for in the palette, and takes what comes first. */
  async function choose(page: Page, text: string): Promise<void> {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Find' }).fill(text)
    await page.keyboard.press('Enter')
    await page.getByRole('combobox', { name: 'Find' }).waitFor({ state: 'detached' })
  }
})

/** What is pressed after g, and where it leads. */
const goals = [
  ['p', '/phones'],
  ['m', '/messages'],
  ['w', '/webhooks'],
  ['d', '/debugger'],
  ['n', '/numbers'],
  ['y', '/playground'],
  ['u', '/usage'],
  ['l', '/lab'],
  ['s', '/settings'],
] as const

const focused = (page: Page, property: 'href' | 'type') => page.evaluate(`document.activeElement.${property}`)

/** Said as a text: this side knows nothing of what a page has. */
const rowInView = `(() => {
  const row = document.activeElement.closest('[data-row]').getBoundingClientRect()
  const list = document.activeElement.closest('[data-rows]').getBoundingClientRect()
  return row.top >= list.top - 1 && row.bottom <= list.bottom + 1
})()`
