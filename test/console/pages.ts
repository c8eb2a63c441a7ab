import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import { type TestServer, startTestServer, type TestServerOptions } from '../server.ts'

export interface Console extends AsyncDisposable {
  server: TestServer
  /** Where the built pages are, for a server of another kind. */
  pages: URL
  /** Opens a page of the console in a browser of its own; what went wrong in it is found in `troubles`. */
  open(path: string, settings?: ConsoleSettings): Promise<OpenPage>
}

export interface ConsoleSettings {
  language?: 'en' | 'ja'
  theme?: 'light' | 'dark'
  width?: number
  height?: number
  /** Where the page finds the server, if not where it is. */
  url?: string
}

export interface OpenPage extends AsyncDisposable {
  page: Page
  context: BrowserContext
  /** What the page wrote to its console as an error, and what it threw. */
  troubles: readonly string[]
}

const configFile = fileURLToPath(new URL('../../console/vite.config.ts', import.meta.url))

/** The console as it is built now, before a server in this process, in a real browser. */
export async function openConsole(executablePath: string, options: TestServerOptions = {}): Promise<Console> {
  const pages = await builtPages()
  const server = await startTestServer({ ...options, pages })
  const browser = await chromium.launch({ executablePath, args: quiet })
  return {
    server,
    pages,
    open: (path, settings) => openPage(browser, `${settings?.url ?? server.url}/_trunkline${path}`, settings),
    async [Symbol.asyncDispose]() {
      await browser.close()
      await server[Symbol.asyncDispose]()
    },
  }
}

let building: Promise<URL> | null = null

/** Built once for all that ask in this process, whatever file of tests they are in. */
const builtPages = (): Promise<URL> => (building ??= buildPages())

async function buildPages(): Promise<URL> {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-pages-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  // As users get it, though Node says that these are tests: React is another then, larger and slower.
  const before = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  try {
    await build({ configFile, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } })
  } finally {
    process.env.NODE_ENV = before
  }
  return new URL(`file://${folder}/`)
}

/** A browser that asks nobody but us; without a sandbox, which it cannot have where tests run as root. */
export const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

async function openPage(
  browser: Browser,
  url: string,
  { language = 'en', theme = 'light', width = 1440, height = 900 }: ConsoleSettings = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    locale: language === 'ja' ? 'ja-JP' : 'en-US',
    colorScheme: theme,
    timezoneId: 'UTC',
    viewport: { width, height },
  })
  // Shorter than a test may take, so that what is waited for in vain is named.
  context.setDefaultTimeout(12_000)
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text())
  })
  page.on('pageerror', (error) => troubles.push(error.message))
  await page.goto(url)
  return { page, context, troubles, [Symbol.asyncDispose]: () => context.close() }
}
