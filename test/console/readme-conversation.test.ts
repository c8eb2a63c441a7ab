import type { ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runtime } from '../runtimes.ts'
import { startShop } from '../shop.ts'
import { type Console, openConsole } from './pages.ts'

const browser = runtime('browser')

// The conversation of the README, with its shop, by clicking alone.
describe.skipIf(browser === null)('the conversation of the README', () => {
  let web: Console
  let shop: ChildProcess | undefined
  beforeAll(async () => {
    web = await openConsole(browser ?? '', { env: { TRUNKLINE_SIMULATOR_ANSWER: '0' } })
    shop = await startShop(web.server)
  }, 60_000)
  afterAll(async () => {
    shop?.kill()
    await web[Symbol.asyncDispose]()
  })

  test(
    'is held in the console: texts, STOP and START, and a call whose menu is pressed',
    { timeout: 60_000 },
    async () => {
      await using opened = await web.open('/')
      const { page, troubles } = opened
      await page.getByRole('button', { name: '+ New phone' }).click()
      const write = page.getByLabel('Write a text')
      await write.fill('Hi there')
      await page.getByRole('button', { name: 'Send', exact: true }).click()
      await page.getByText('Hello! Send HOURS for our opening hours').waitFor()
      await page.getByRole('button', { name: 'STOP' }).click()
      await page.getByText(/unsubscribed/).waitFor()
      await page.getByRole('button', { name: 'START' }).click()
      await page.getByText(/re-subscribed/).waitFor()

      await page.getByRole('button', { name: /^Call \+/ }).click()
      await page.getByText(/press 1/i).waitFor()
      await page.getByRole('button', { name: '1', exact: true }).click()
      await page.getByRole('listitem').getByText('We are open from 9 to 5.').waitFor()
      expect(troubles).toEqual([])
    },
  )
})
