// Takes a picture of every page of the console in each of its states, in two widths, themes and languages, to be looked at:
// `npm run album -- FOLDER [WORDS IN NAMES]`. Needs Chromium.
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Words, wordsIn } from '../console/src/i18n/words.ts'
import { readSettings } from '../src/config.ts'
import { silentLog } from '../src/log.ts'
import { startServer } from '../src/server.ts'
import { type Console, type ConsoleSettings, openConsole } from '../test/console/pages.ts'
import { heldCarrier } from '../test/held-carrier.ts'
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
const database = `sqlite:${join(folder, `album-${process.pid}.db`)}`
await using application = await openReceiver(albumShop)
{
  await using web = await openConsole(browser, { env: { ...sameEachTime, TRUNKLINE_DATABASE: database } })
  const world = await liveInAlbum(web.server, application.url)
  await takeAll(web, world, 'used', web.server.url)
  await using fresh = await startTestServer({ pages: web.pages })
  await takeAll(web, world, 'new', fresh.url)
  await using door = await strangers(web)
  await takeAll(web, world, 'door', door.url)
  await takeAll(web, world, 'production', door.url)
}

/** The same for strangers: a server in production, with what the other kept. */
async function strangers(web: Console) {
  const env = {
    TRUNKLINE_PORT: '0',
    TRUNKLINE_DATABASE: database,
    TRUNKLINE_CONTROL_API: 'on',
    TRUNKLINE_CONTROL_TOKEN: token,
  }
  const settings = readSettings({ mode: 'production', flags: {}, env, cwd: tmpdir() })
  const server = await startServer(settings, silentLog, { carrier: heldCarrier(), pages: web.pages })
  return {
    url: server.url.replace('127.0.0.1', 'localhost'),
    [Symbol.asyncDispose]: () => server.stop(),
  }
}

async function takeAll(web: Console, world: AlbumWorld, place: Place, url: string): Promise<void> {
  for (const scene of scenes) {
    const isWanted = wanted.length === 0 || wanted.some((word) => scene.name.includes(word))
    if (!isWanted || (scene.place ?? 'used') !== place) continue
    for (const settings of looks)
      await take(web, world, scene, { height: scene.height ?? 900, ...settings, url }).catch((error: unknown) =>
        console.error(`${scene.name} in ${settings.language}, ${settings.width}: ${String(error)}`),
      )
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
  await prepare?.(page, wordsIn(settings.language) satisfies Words)
  if (prepare) await settlePage(page)
  const file = `${name}.${settings.width}.${settings.theme}.${settings.language}.png`
  await page.screenshot({ path: join(folder, file), animations: 'disabled' })
}
