import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAccount } from '../../src/accounts/open-account.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { openStore } from '../../src/store/store.ts'
import { type TestDatabase, sharedDatabases } from '../databases.ts'
import { runtime } from '../runtimes.ts'
import { type Console, openConsole } from './pages.ts'
import { startForStrangers } from './strangers.ts'

const browser = runtime('browser')
const [first, second] = ['correct horse battery', 'another horse battery']

describe.skipIf(browser === null)('the console of a server in production', { timeout: 60_000 }, () => {
  let web: Console
  let database: TestDatabase
  let server: Awaited<ReturnType<typeof startForStrangers>>
  beforeAll(async () => {
    web = await openConsole(browser ?? '')
    database = await sharedDatabases[0]!.open()
    const store = await openStore(database.url)
    await openAccount({}, { ledger: store, clock: systemClock })
    await store[Symbol.asyncDispose]()
    server = await startForStrangers({ database: database.url, pages: web.pages })
  }, 120_000)
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
    await web[Symbol.asyncDispose]()
  })

  test('is opened by the printed address, then by the password, which is changed in it', async () => {
    const { url, login } = server
    const printed = login && 'address' in login ? new URL(login.address) : null
    await using opened = await web.open(`/login${printed?.hash}`, { url })
    const { page, troubles } = opened
    await page.getByLabel('New password').fill(first)
    await page.getByLabel('The same again').fill(first)
    await page.getByRole('button', { name: 'Choose and log in' }).click()
    await page.getByRole('heading', { name: 'Messages' }).waitFor()
    expect(page.url()).not.toContain('token')
    expect(await page.getByRole('link', { name: 'Phones' }).count()).toBe(0)

    for (const name of ['Webhooks', 'Debugger', 'Numbers', 'Usage', 'Settings']) {
      await page.getByRole('link', { name }).click()
      await page.getByRole('heading', { name, level: 1 }).waitFor()
    }
    expect(troubles).toEqual([])
    await page.getByLabel('Password', { exact: true }).fill(first)
    await page.getByLabel('New password').fill(second)
    await page.getByLabel('The same again').fill(second)
    const changed = page.waitForResponse((response) => response.url().endsWith('/session') && response.ok())
    await page.getByRole('button', { name: 'Change the password' }).click()
    await changed
    await page.waitForLoadState('load')

    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Log out', exact: true }).click()
    await page.getByRole('heading', { name: 'Log in to the console' }).waitFor()
    expect(troubles).toEqual([])
    await page.getByLabel('Password').fill(first)
    await page.getByRole('button', { name: 'Log in', exact: true }).click()
    await page.getByText('That does not let you in').waitFor()
    await page.getByLabel('Password').fill(second)
    await page.getByRole('button', { name: 'Log in', exact: true }).click()
    await page.getByRole('heading', { name: 'Messages' }).waitFor()
  })
})
