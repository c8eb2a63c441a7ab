import type { BrowserContext, Page } from '@playwright/test'
import { afterEach, beforeAll, afterAll, beforeEach, describe, expect, test } from 'vitest'
import { askJson } from '../api-client.ts'
import { runtime } from '../runtimes.ts'
import { settled } from '../server.ts'
import { type Line, openLine } from './line.ts'
import { type Console, openConsole } from './pages.ts'

const browser = runtime('browser')

/** More than the page asks for at first. */
const many = 120

describe.skipIf(browser === null)('what happens', { timeout: 60_000 }, () => {
  let web: Console
  let line: Line
  beforeAll(async () => {
    web = await openConsole(browser ?? '')
  }, 120_000)
  afterAll(() => web[Symbol.asyncDispose]())
  beforeEach(async () => {
    line = await openLine(Number(new URL(web.server.url).port))
  })
  afterEach(() => line[Symbol.asyncDispose]())

  async function send(body: string, times = 1): Promise<void> {
    const parameters = { To: '+15558675310', From: web.server.numbers[0] }
    const sids: string[] = []
    for (let i = 0; i < times; i++) {
      const Body = times === 1 ? body : `${body} ${i}`
      const request = { method: 'POST' as const, path: '/Messages.json', parameters: { ...parameters, Body } }
      sids.push(String((await askJson(web.server, request)).json.sid))
    }
    await settled(web.server, sids)
  }

  /** Each of these texts is the page's one row of it, and was delivered. */
  async function expectRows(page: Page, body: string, times: number): Promise<void> {
    // Without a load of older ones, which would bring what was missed as well.
    await expect.poll(() => rowsOf(page, body), { timeout: 10_000 }).toHaveLength(times)
    expect(new Set(await rowsOf(page, body)).size).toBe(times)
  }

  const openSecond = async (context: BrowserContext, path: string) => {
    const page = await context.newPage()
    const follows: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('/events')) follows.push(request.url())
    })
    await page.goto(`${line.url}/_trunkline${path}`)
    return { page, follows }
  }

  test('is shown again after the line was cut, and nothing of what came meanwhile is missing', async () => {
    await using opened = await web.open('/messages', { url: line.url })
    const { page } = opened
    await live(page)
    await send('before the cut')
    await page.getByText('before the cut').waitFor()
    line.cut()
    await page.getByText('Not connected').waitFor()
    await send('meanwhile', many)
    line.mend()
    await live(page)
    await expectRows(page, 'meanwhile', many)
  })

  test('is told of to somebody who searches and points at a row only when it fits', async () => {
    await send('apples')
    await using opened = await web.open('/messages?q=apples', { url: line.url })
    const { page } = opened
    await live(page)
    const row = page.getByRole('row').filter({ hasText: 'apples' })
    await row.hover()
    await send('pears', 3)
    await send('more apples')
    await page.getByRole('button', { name: /1 new/ }).click()
    await page.getByText('more apples').waitFor()
    expect(await page.getByText('pears').count()).toBe(0)
  })

  test('is in the log, all of it, after somebody pointed at a row for long; the row is where it was, and opens', async () => {
    await send('to be pointed at')
    await using opened = await web.open('/messages', { url: line.url })
    const { page } = opened
    await live(page)
    const row = page.getByRole('row').filter({ hasText: 'to be pointed at' })
    await row.hover()
    const place = await row.boundingBox()
    await send('while pointed at', many)
    await page.getByRole('button', { name: new RegExp(`${many} new`) }).waitFor()
    expect(await row.boundingBox()).toEqual(place)
    await page.mouse.move(0, 0)
    await expectRows(page, 'while pointed at', many)
    await send('one to open')
    const other = page.getByRole('row').filter({ hasText: 'one to open' })
    await other.hover()
    await send('while that is opened', 5)
    await page.mouse.down()
    await page.mouse.up()
    await page.waitForURL(/\/messages\/SM/)
    await page.getByText('one to open').first().waitFor()
  })

  test('is told to a second tab, which knows that it is, and which takes over when the first is closed', async () => {
    await using opened = await web.open('/messages', { url: line.url })
    await live(opened.page)
    await send('to the first tab')
    await opened.page.getByText('to the first tab').waitFor()
    const { page, follows } = await openSecond(opened.context, '/messages')
    await live(page)
    await send('to both')
    await page.getByText('to both').waitFor()
    expect(follows).toEqual([])
    line.cut()
    await page.getByText('Not connected').waitFor()
    await opened.page.close()
    await send('to none', many)
    line.mend()
    await live(page)
    await expectRows(page, 'to none', many)
    expect(follows[0]).toMatch(/\/events\?after=\d/)
  })

  test('goes on for a second tab from where the first one was, though it was told of nothing itself', async () => {
    await using opened = await web.open('/messages', { url: line.url })
    await live(opened.page)
    await send('to the only tab')
    await opened.page.getByText('to the only tab').waitFor()
    const { page, follows } = await openSecond(opened.context, '/messages')
    await live(page)
    await page.getByText('to the only tab').waitFor()
    await opened.page.close()
    await expect.poll(() => follows[0]).toMatch(/\/events\?after=\d/)
    await send('to the tab that is left')
    await page.getByText('to the tab that is left').waitFor()
  })
})

const live = (page: Page) => page.getByRole('status').filter({ hasText: 'Live' }).waitFor()

/** The texts of the rows that the log has, read by looking at all of it. */
async function rowsOf(page: Page, body: string): Promise<readonly string[]> {
  const texts = await page.evaluate<string[]>(`(async () => {
    const list = document.querySelector('[role=grid] > div:last-child')
    const texts = new Map()
    for (let top = 0; top < list.scrollHeight; top += list.clientHeight) {
      list.scrollTo({ top })
      for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame)
      for (const row of list.querySelectorAll('[role=row]:has(a)'))
        texts.set(row.querySelector('a').href, row.querySelector('[role=gridcell]:last-child').textContent)
    }
    list.scrollTo({ top: 0 })
    return [...texts.values()]
  })()`)
  return texts.filter((text) => text.startsWith(body))
}
