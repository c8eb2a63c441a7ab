import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** What opens an address in the browser of whoever sits there. */
const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

/** Opens a page in a browser; where there is none, nothing happens. */
export async function openPage(url: string): Promise<void> {
  const [program, ...words] = openers[process.platform] ?? ['xdg-open']
  const browser = spawn(program, [...words, url], { stdio: 'ignore', detached: true })
  browser.unref()
  await once(browser, 'spawn').catch(() => {})
}
