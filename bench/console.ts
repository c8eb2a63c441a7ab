import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, type Page, chromium } from '@playwright/test'
import { openLine } from '../test/console/line.ts'
import { quiet } from '../test/console/pages.ts'
import { runtime } from '../test/runtimes.ts'
import type { Arguments } from './arguments.ts'
import { findDatabases } from './databases.ts'
import type { LoadNews, LoadOrder, LoadResult } from './load.ts'
import { startHelper } from './processes.ts'
import { type Report, atMost, exactly, seen, skipped } from './report.ts'
import { allMessages, authorization, messagesPath, senderOf, startTrunkline } from './trunkline.ts'

/*
 * Claim: with 50 messages a second, each with its callbacks, the page of the log takes less than 30 % of a core. Its connection is cut for 2 s in
 * the middle, and no message is missing on the page after that. A row under the pointer stays where it is while more come, and opens.
 *
 * CPU time is that of the page's own process in a real Chromium, as that tells it: what else the machine does counts little.
 *
 * --seconds 60  --rate 50
 */
export async function watchConsole(args: Arguments): Promise<Report> {
  const [seconds, rate] = [args.number('seconds', 60), args.number('rate', 50)]
  const bench = `console: ${rate} messages a second for ${seconds} s`
  const executablePath = runtime('browser')
  if (executablePath === null) return { bench, rows: [skipped('the console', 'no Chromium is here')] }
  await using stack = new AsyncDisposableStack()
  const { kinds } = await findDatabases()
  const database = stack.use(await kinds[0]!.open())
  const load = stack.use(startHelper<LoadOrder | LoadNews, LoadResult>('load.ts'))
  const receiver = stack.use(await openReceiver())
  const server = stack.use(await startTrunkline({ database: database.url }))
  const line = stack.use(await openLine(server.port))
  const browser = await chromium.launch({ executablePath, args: quiet })
  stack.defer(() => browser.close())
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(`${line.url}/_trunkline/messages`)
  await page.getByRole('status').filter({ hasText: 'Live' }).waitFor()

  const requests = { path: messagesPath, authorization, from: await senderOf(server), statusCallback: receiver.url }
  const order: LoadOrder = { port: server.port, requests, connections: 20, seconds, rate, keepSids: true }
  const before = await cpuIn(browser)
  const began = performance.now()
  const loading = load.ask(order)
  await sleep((seconds * 1000) / 2)
  line.cut()
  await sleep(2000)
  line.mend()
  const sent = await loading
  const took = performance.now() - began
  const after = await cpuIn(browser)

  await delivered(server.port)
  await sleep(2000)
  const rows = await rowsOf(page)
  const sids = sent.sids.map(([sid]) => sid)
  const clicking = load.ask({ ...order, seconds: 8 })
  await sleep(2000)
  const pointed = await pointAtRow(page)
  await clicking
  const percent = (kind: 'page' | 'all') => ((after[kind] - before[kind]) / took) * 100
  return {
    bench,
    rows: [
      seen('messages sent', sids.length),
      exactly('messages refused', sent.refused.count + sent.unanswered, 0),
      atMost('CPU of the page, of a core', percent('page'), 30, '%'),
      seen('CPU of the whole browser, of a core', percent('all'), '%'),
      exactly('messages that the page does not show', sids.filter((sid) => !rows.has(sid)).length, 0),
      exactly(
        'messages that are delivered, and not so on the page',
        [...rows.values()].filter((text) => !text.includes('delivered')).length,
        0,
      ),
      exactly('pixels by which a row under the pointer moved in 3 s', pointed.moved, 0),
      exactly('clicks on it that opened another, or nothing', pointed.isOpened ? 0 : 1, 0),
    ],
  }
}

/** Somebody who takes each callback and does nothing with it. */
async function openReceiver() {
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/status`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Milliseconds of CPU that the processes of pages used so far, and those of all the browser. */
async function cpuIn(browser: Browser): Promise<{ page: number; all: number }> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const sum = (kinds: typeof processInfo) => kinds.reduce((total, { cpuTime }) => total + cpuTime * 1000, 0)
  return { page: sum(processInfo.filter(({ type }) => type === 'renderer')), all: sum(processInfo) }
}

/** Waits until every message is delivered, for half a minute at most. */
async function delivered(port: number): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    if ([...(await allMessages(port)).values()].every((status) => status === 'delivered')) return
    await sleep(500)
  }
}

/** The text of each row by the SID of its message, read by looking at the whole list. */
async function rowsOf(page: Page): Promise<ReadonlyMap<string, string>> {
  const found = await page.evaluate<[string, string][]>(`(async () => {
    const list = document.querySelector('[role=grid] > div:last-child')
    const rows = new Map()
    for (let top = 0; top < list.scrollHeight; top += list.clientHeight) {
      list.scrollTo({ top })
      for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame)
      for (const row of list.querySelectorAll('[role=row]:has(a)'))
        rows.set(row.querySelector('a').href.split('/').at(-1), row.textContent.toLowerCase())
    }
    list.scrollTo({ top: 0 })
    return [...rows]
  })()`)
  return new Map(found)
}

/** Points at a row for 3 s, sees where it is then, and clicks where the pointer is. */
async function pointAtRow(page: Page): Promise<{ moved: number; isOpened: boolean }> {
  const row = page.getByRole('row').nth(6)
  await row.hover()
  const at = `(() => {
    const link = document.querySelector('[role=row]:hover a')
    return { address: link?.href ?? '', top: link?.closest('[role=row]').getBoundingClientRect().top ?? -1 }
  })()`
  const before = await page.evaluate<{ address: string; top: number }>(at)
  await sleep(3000)
  const after = await page.evaluate<{ address: string; top: number }>(at)
  await page.mouse.down()
  await page.mouse.up()
  const isOpened = await page.waitForURL(before.address, { timeout: 5000 }).then(
    () => true,
    () => false,
  )
  return {
    moved: before.address === after.address ? Math.abs(after.top - before.top) : Infinity,
    isOpened: isOpened && before.address !== '',
  }
}
