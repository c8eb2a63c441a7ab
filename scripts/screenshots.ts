// Takes the pictures of the console that the documents show, into docs/images. Needs Chromium.
import { mkdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { openConsole, type ConsoleSettings } from '../test/console/pages.ts'
import { openReceiver } from '../test/receiver.ts'
import { runtime } from '../test/runtimes.ts'
import { type LivedIn, liveIn, sameEachTime, setFaults, shop } from './lived-in.ts'
import { settlePage } from './settle-page.ts'

interface Picture extends ConsoleSettings {
  name: string
  path(world: LivedIn): string
  /** What is done before; by then the page shows something of its own. */
  prepare?(page: Page): Promise<unknown>
}

const pictures: readonly Picture[] = [
  { name: 'phones', path: ({ phones }) => `/phones/${phones.ben}` },
  { name: 'phones-ja', path: ({ phones }) => `/phones/${phones.aiko}`, language: 'ja' },
  { name: 'phones-small', path: ({ phones }) => `/phones/${phones.ben}`, theme: 'dark', width: 390, height: 780 },
  { name: 'messages', path: () => '/messages', height: 540 },
  { name: 'messages-ja', path: () => '/messages', language: 'ja', theme: 'dark', height: 500 },
  { name: 'message', path: ({ message }) => `/messages/${message}`, height: 720 },
  { name: 'webhooks', path: () => '/webhooks', height: 560 },
  { name: 'debugger', path: () => '/debugger' },
  {
    name: 'playground',
    path: () => '/playground',
    height: 760,
    async prepare(page) {
      await page.getByRole('button', { name: /21211/ }).click()
      await page.getByRole('button', { name: 'Run' }).click()
      await page.getByText('400 21211').waitFor()
    },
  },
  { name: 'lab', path: () => '/lab' },
  { name: 'usage', path: () => '/usage', theme: 'dark' },
]

const mostBytes = 140_000
/** Where the shop of the pictures listens: its address is seen in them. */
const shopPort = 4980

const browser = runtime('browser')
if (browser === null) throw new Error('Pictures are taken with Chromium, which is not here.')
const folder = fileURLToPath(new URL('../docs/images/', import.meta.url))
mkdirSync(folder, { recursive: true })
await using web = await openConsole(browser, { env: sameEachTime })
await using application = await openReceiver(shop, shopPort)
const world = await liveIn(web.server, application.url)
await setFaults(web.server)
for (const { name, path, prepare, ...settings } of pictures) {
  await using opened = await web.open(path(world), { height: 800, ...settings })
  await opened.page.getByRole('heading').first().waitFor()
  await opened.page.locator('header output.text-good').waitFor()
  await settlePage(opened.page)
  await prepare?.(opened.page)
  const file = `${folder}${name}.png`
  await opened.page.screenshot({ path: file, animations: 'disabled' })
  if (opened.troubles.length > 0 && !prepare) throw new Error(`${name}: ${opened.troubles.join('; ')}`)
  if (statSync(file).size > mostBytes) throw new Error(`${name}.png has more than ${mostBytes} bytes.`)
}
