import type { Page } from '@playwright/test'
import type { Words } from '../console/src/i18n/words.ts'
import type { LivedIn } from './lived-in.ts'

/** What the pages of the album stand before, beside what a server has that was used for some days. */
export interface AlbumWorld extends LivedIn {
  /** Texts: with a picture, hostile, and one whose receiver is not there. */
  withMedia: string
  hostile: string
  failed: string
  /** Phones: one that rings, one in a call, one that got pictures, one that got what is hostile. */
  ringing: string
  inCall: string
  pictured: string
  attacked: string
  /** A request that was answered with 403, as an application does that finds its signature wrong. */
  forbidden: string
}

/** A server: used for some days; just started; one for strangers, before and behind its login. */
export type Place = 'used' | 'new' | 'door' | 'production'

export interface Scene {
  name: string
  place?: Place
  path(world: AlbumWorld): string
  /** What is done before the picture is taken. */
  prepare?(page: Page, words: Words): Promise<unknown>
  /** Lets what the page asks wait for ever, or fail. */
  control?: 'waits' | 'fails'
  height?: number
}

const tall = 2200

/** Opens all that is closed, but the counterparts of deeds. */
const unfold = (page: Page) =>
  page.locator('main details:not([data-same-by])').evaluateAll((all: { open: boolean }[]) => {
    for (const one of all) one.open = true
  })
const unfoldAll = (page: Page) =>
  page.locator('main details').evaluateAll((all: { open: boolean }[]) => {
    for (const one of all) one.open = true
  })
const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
    .first()
    .click()

const lists = [
  'phones',
  'messages',
  'requests',
  'webhooks',
  'debugger',
  'numbers',
  'playground',
  'usage',
  'lab',
  'settings',
]
const asks: Readonly<Record<string, (world: AlbumWorld) => string>> = {
  ...Object.fromEntries(lists.map((name) => [name, () => `/${name}`])),
  phone: ({ phones }) => `/phones/${phones.ben}`,
  message: ({ message }) => `/messages/${message}`,
  webhook: ({ webhook }) => `/webhooks/${webhook}`,
  number: ({ own }) => `/numbers/${own}`,
  'debugger-code': () => '/debugger/11200',
}

/** Every page in each of its states. */
export const scenes: readonly Scene[] = [
  { name: 'phones', path: asks['phones']! },
  { name: 'phone', path: asks['phone']! },
  { name: 'phone-ja', path: ({ phones }) => `/phones/${phones.aiko}` },
  {
    name: 'phones-beside',
    path: ({ phones: { aiko, ben }, pictured, ringing }) =>
      `/phones/${ben}?beside=${encodeURIComponent(`${aiko},${pictured},${ringing}`)}`,
  },
  { name: 'phone-alone', path: ({ phones }) => `/phones/${phones.ben}?frame=1` },
  { name: 'phone-rings', path: ({ ringing }) => `/phones/${ringing}` },
  { name: 'phone-in-call', path: ({ inCall }) => `/phones/${inCall}` },
  { name: 'phone-media', path: ({ pictured }) => `/phones/${pictured}` },
  {
    name: 'phone-attaches',
    path: ({ pictured }) => `/phones/${pictured}`,
    async prepare(page) {
      const file = { name: 'a-picture-with-a-rather-long-name.png', mimeType: 'image/png', buffer: Buffer.from('x') }
      await page.locator('input[type=file]').setInputFiles(file)
      await page.locator('textarea').fill('A text of\nthree lines\n日本語も')
      await unfoldAll(page)
    },
  },
  { name: 'phone-hostile', path: ({ attacked }) => `/phones/${attacked}` },
  { name: 'messages', path: asks['messages']! },
  { name: 'messages-found', path: () => '/messages?q=status:failed status:undelivered' },
  { name: 'messages-none', path: () => '/messages?q=nothing-has-this' },
  { name: 'messages-wrong', path: () => '/messages?q=sttus:failed' },
  {
    name: 'messages-hints',
    path: asks['messages']!,
    async prepare(page) {
      await page.getByRole('searchbox').focus()
      await unfoldAll(page)
    },
  },
  { name: 'message', path: asks['message']! },
  { name: 'message-unfolded', path: asks['message']!, prepare: unfoldAll, height: tall },
  { name: 'message-media', path: ({ withMedia }) => `/messages/${withMedia}` },
  { name: 'message-hostile', path: ({ hostile }) => `/messages/${hostile}` },
  { name: 'message-failed', path: ({ failed }) => `/messages/${failed}` },
  {
    name: 'message-edits',
    path: asks['message']!,
    height: 1400,
    async prepare(page, { message: words }) {
      await page.locator('main summary', { hasText: '/status' }).first().click()
      await press(page, words.edit)
    },
  },
  { name: 'requests', path: asks['requests']!, prepare: unfold },
  { name: 'webhooks', path: asks['webhooks']! },
  { name: 'webhooks-failed', path: () => '/webhooks?failed=true&kind=status' },
  { name: 'webhook', path: asks['webhook']!, prepare: unfoldAll, height: 1400 },
  {
    name: 'webhook-replayed',
    path: asks['webhook']!,
    async prepare(page, { message: words }) {
      await press(page, words.replay)
      await page.locator('main output').first().waitFor()
    },
  },
  { name: 'webhook-forbidden', path: ({ forbidden }) => `/webhooks/${forbidden}`, prepare: unfold, height: 1400 },
  { name: 'debugger', path: asks['debugger']!, prepare: unfold },
  { name: 'debugger-code', path: asks['debugger-code']! },
  { name: 'numbers', path: asks['numbers']! },
  {
    name: 'number-tested',
    path: asks['number']!,
    height: 1100,
    async prepare(page, { numbers: words }) {
      await press(page, words.test)
      await page.locator('main output').first().waitFor()
      await unfoldAll(page)
    },
  },
  {
    name: 'playground-run',
    path: asks['playground']!,
    async prepare(page, { playground: words }) {
      await press(page, /21211/)
      await press(page, words.run)
      await page.locator('main output').waitFor()
    },
  },
  { name: 'usage', path: asks['usage']!, prepare: unfoldAll, height: 1400 },
  { name: 'lab', path: asks['lab']! },
  { name: 'lab-unfolded', path: asks['lab']!, prepare: unfoldAll, height: tall },
  {
    name: 'lab-not-json',
    path: asks['lab']!,
    height: 1600,
    async prepare(page, { lab: words }) {
      await page.locator('main details:has(textarea) > summary').click()
      await page.locator('main textarea').fill('{"on": ')
      await press(page, words.add)
    },
  },
  {
    name: 'settings-unfolded',
    path: asks['settings']!,
    height: 1600,
    async prepare(page, { settings: words }) {
      await press(page, words.show)
      await page.getByLabel(words.keyName).fill('鍵 for the continuous integration of the shop, number two')
      await press(page, words.makeKey)
      await page.locator('main output').first().waitFor()
      await unfoldAll(page)
    },
  },
  {
    name: 'help',
    path: asks['messages']!,
    async prepare(page) {
      await page.keyboard.press('?')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'palette',
    path: asks['messages']!,
    async prepare(page) {
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'menu',
    path: asks['messages']!,
    prepare: (page) =>
      page
        .locator('header button')
        .first()
        .click({ timeout: 500 })
        .catch(() => {}),
  },
  { name: 'nowhere', path: () => '/nowhere' },
  { name: 'message-unknown', path: () => `/messages/SM${'0'.repeat(32)}` },
  ...lists.map((name): Scene => ({ name: `new-${name}`, place: 'new', path: asks[name]! })),
  {
    name: 'new-phone',
    place: 'new',
    path: asks['phones']!,
    async prepare(page, { phones: words }) {
      await press(page, `+ ${words.create}`)
      await page.locator('textarea').waitFor()
    },
  },
  ...Object.entries(asks).flatMap(([name, path]): Scene[] => [
    { name: `waits-${name}`, path, control: 'waits' },
    { name: `fails-${name}`, path, control: 'fails' },
  ]),
  { name: 'door-token', place: 'door', path: () => '/' },
  { name: 'door-first', place: 'door', path: () => '/login#token=abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq' },
  {
    name: 'door-password',
    place: 'door',
    path: () => '/',
    async prepare(page, { login: words }) {
      await press(page, words.byPassword)
      await page.locator('input[type=password]').fill('not the right one')
      await press(page, words.enter)
      await page.getByRole('alert').waitFor()
    },
  },
  ...lists.map((name): Scene => ({ name: `production-${name}`, place: 'production', path: asks[name]! })),
  ...['message', 'webhook', 'number'].map((name): Scene => ({
    name: `production-${name}`,
    place: 'production',
    path: asks[name]!,
  })),
  {
    name: 'production-logout',
    place: 'production',
    path: asks['messages']!,
    prepare: (page, { login: words }) => press(page, words.out),
  },
]
