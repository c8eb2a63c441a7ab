// Takes a picture of every page of the console in each of its states, in two widths, themes and languages, to be looked at:
// `npm run album -- FOLDER [WORDS IN NAMES]`. Needs Chromium.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wordsIn } from '../console/src/i18n/words.ts'
import { type Console, type ConsoleSettings, openConsole } from '../test/console/pages.ts'
import { startForStrangers } from '../test/console/strangers.ts'
import { openReceiver } from '../test/receiver.ts'
import { runtime } from '../test/runtimes.ts'
import { startTestServer } from '../test/server.ts'
import { type AlbumWorld, type Place, type Scene, scenes } from './album-scenes.ts'
import { albumShop, liveInAlbum } from './album-world.ts'
import { sameEachTime } from './lived-in.ts'
import { settlePage } from './settle-page.ts'

const looks: readonly (ConsoleSettings & { language: 'en' | 'ja' })[] = [
  { language: 'en', theme: 'light', width: 1440 },
  { language: 'en', theme: 'dark', width: 390 },
  { language: 'ja', theme: 'dark', width: 1440 },
  { language: 'ja', theme: 'light', width: 390 },
]

const token = 'a-token-of-more-than-32-characters'

const browser = runtime('browser')
if (browser === null) throw new Error('Pictures are taken with Chromium, which is not here.')
const [folder = join(tmpdir(), 'trunkline-album'), ...wanted] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const home = mkdtempSync(join(tmpdir(), 'trunkline-album-'))
const database = `sqlite:${join(home, 'album.db')}`
await using application = await openReceiver(albumShop)
{
  await using web = await openConsole(browser, { env: { ...sameEachTime, TRUNKLINE_DATABASE: database } })
  const world = await liveInAlbum(web.server, application.url)
  await takeAll(web, world, 'used', web.server.url)
  await using fresh = await startTestServer({ pages: web.pages })
  await takeAll(web, world, 'new', fresh.url)
  // The same for strangers: a server in production, with what the other kept.
  const env = { TRUNKLINE_CONTROL_TOKEN: token }
  await using door = await startForStrangers({ database, pages: web.pages, env })
  await takeAll(web, world, 'door', door.url)
  await takeAll(web, world, 'production', door.url)
}
rmSync(home, { recursive: true })

async function takeAll(web: Console, world: AlbumWorld, place: Place, url: string): Promise<void> {
  for (const scene of scenes) {
    const isWanted = wanted.length === 0 || wanted.some((word) => scene.name.includes(word))
    if (!isWanted || (scene.place ?? 'used') !== place) continue
    for (const settings of looks)
      await take(web, world, scene, { height: scene.height ?? 900, ...settings, url }).catch((error: unknown) => {
        process.exitCode = 1
        console.error(`${scene.name} in ${settings.language}, ${settings.width}: ${String(error)}`)
      })
  }
}

async function take(
  web: Console,
  world: AlbumWorld,
  { name, place, path, prepare, control }: Scene,
  settings: ConsoleSettings & { language: 'en' | 'ja' },
): Promise<void> {
  await using opened = await web.open(control || place === 'production' ? '/nowhere' : path(world), settings)
  const { page } = opened
  if (control)
    await page.route('**/_trunkline/v1/**', (route) =>
      route.request().url().includes('/events')
        ? route.continue()
        : control === 'fails'
          ? route.fulfill({ status: 503, json: { error: 'the database does not answer' } })
          : undefined,
    )
  if (place === 'production')
    await page.evaluate(
      `fetch('/_trunkline/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ token: '${token}' }) })`,
    )
  if (control || place === 'production') await page.goto(`${settings.url}/_trunkline${path(world)}`)
  if (control === 'waits') await page.locator('main p').first().waitFor()
  else await settlePage(page)
  await prepare?.(page, wordsIn(settings.language))
  if (prepare) await settlePage(page)
  const file = `${name}.${settings.width}.${settings.theme}.${settings.language}.png`
  await page.screenshot({ path: join(folder, file), animations: 'disabled' })
}
