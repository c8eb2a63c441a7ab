import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { commandsOf } from '../../scripts/cli-reference.ts'
import { program } from '../../src/cli/main.ts'
import { readBody, readPath, readQuery } from '../../src/control/read-input.ts'
import { controlRoutes } from '../../src/control/routes.ts'

/** What a page shows of how its deeds are done elsewhere. */
export interface ShownLine {
  way: 'curl' | 'CLI' | 'test' | 'address'
  text: string
}

/** Every line that a page shows, the ones that are folded away, too. */
export const linesOn = (page: Page): Promise<ShownLine[]> => page.evaluate(linesNow)

/** Waits until a page shows lines for each of these commands. */
export async function untilShown(page: Page, commands: readonly string[]): Promise<void> {
  const shown = page.locator('[data-same-by] [data-way="CLI"] code')
  const waits = commands.map((command) => {
    const hasText = new RegExp(`^trunkline ${command.replaceAll(/[+.]/g, '\\$&')}`)
    return shown.filter({ hasText }).first().waitFor({ state: 'attached' })
  })
  await Promise.all(waits)
}

const linesNow = `[
  ...[...document.querySelectorAll('[data-same-by] [data-way]')].map((one) => ({
    way: one.dataset.way, text: one.querySelector('code').textContent })),
  ...[...document.querySelectorAll('[data-teaches] pre')].map(({ textContent: text }) => ({
    way: text.startsWith('curl') ? 'curl' : 'CLI', text })),
]` as unknown as () => ShownLine[]

/** What can be clicked, chosen or written on a page, and belongs to no panel that shows counterparts: by its name. */
export const withoutCounterpart = (page: Page): Promise<string[]> => page.evaluate(controlsAlone)

const controlsAlone = `(() => {
  const panels = [...document.querySelectorAll('main [data-same-by]')].map((one) =>
    one.parentElement.closest('section, form, header, article, main'))
  return [...document.querySelectorAll('main :is(button, input, select, textarea)')]
    .filter((one) => !one.closest('[data-same-by], [data-teaches]') && !panels.some((panel) => panel.contains(one)))
    .map((one) => (one.getAttribute('aria-label') ?? one.closest('label')?.textContent ?? one.textContent).trim())
})()` as unknown as () => string[]

/** The words that a real shell gives to curl and trunkline, of each line, where these files are. */
export function wordsOf(
  lines: readonly string[],
  env: Readonly<Record<string, string>>,
  files: readonly string[] = [],
): string[][][] {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-counterparts-'))
  const heard = join(folder, 'heard')
  const script = [
    ...['curl', 'trunkline'].map((name) => `${name}() { printf '%s\\0' ${name} "$@" '\\1' >> "$HEARD"; }`),
    // Lists have one entry.
    'jq() { echo WH1; }',
    ...lines.flatMap((line) => [line, `printf '\\2\\0' >> "$HEARD"`]),
  ].join('\n')
  for (const file of files) writeFileSync(join(folder, file), 'ABC')
  try {
    execFileSync('/bin/sh', ['-c', script], { cwd: folder, env: { PATH: '/usr/bin:/bin', HEARD: heard, ...env } })
    return readFileSync(heard, 'utf8')
      .split('\u0002\0')
      .slice(0, -1)
      .map((line) =>
        line
          .split('\\1\0')
          .slice(0, -1)
          .map((words) => words.split('\0').slice(0, -1)),
      )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Answers with what throws where the program has no such command, or would not take these words. */
export function commandReader(): (words: readonly string[]) => Promise<unknown> {
  const trunkline = program()
  for (const command of commandsOf(trunkline)) command.configureOutput({ writeErr: () => {} }).action(() => {})
  return (words) => trunkline.parseAsync(words, { from: 'user' })
}

export interface CurlRequest {
  method: string
  url: URL
  headers: Record<string, string>
  body: string | undefined
}

/** What curl would ask with these words. */
export function requestOf([...words]: readonly string[]): CurlRequest {
  const headers: Record<string, string> = {}
  let [method, body, address]: (string | undefined)[] = []
  let isQuery = false
  const form = new URLSearchParams()
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-G') isQuery = true
    else if (word === '-X') method = words.shift()
    else if (word === '-d' || word === '--data-raw') body = words.shift()
    else if (word === '-u') headers.authorization = `Basic ${Buffer.from(words.shift() ?? '').toString('base64')}`
    else if (word === '-H' || word === '--data-urlencode') {
      const [, name = '', value = ''] = /^([^:=]+)[:=] ?([^]*)$/.exec(words.shift() ?? '') ?? []
      if (word === '-H') headers[name.toLowerCase()] = value
      else form.append(name, value)
    } else if (word.startsWith('-') || address !== undefined) throw new Error(`curl is not known to take ${word}`)
    else address = word
  }
  const url = new URL(address ?? '')
  if (isQuery) for (const [name, value] of form) url.searchParams.append(name, value)
  else if (form.size > 0) body = form.toString()
  return { method: method ?? (body === undefined ? 'GET' : 'POST'), url, headers, body }
}

/** Throws where the control API has no such route, or would not take what is sent. */
export function controlTakes({ method, url, headers, body }: CurlRequest): void {
  const path = url.pathname.replace('/_trunkline/v1', '')
  for (const route of Object.values(controlRoutes).flat()) {
    const found = route.method === method && patternOf(route.at).exec(path)
    if (!found) continue
    const named = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)])
    readPath(Object.fromEntries(named), route.input.path)
    readQuery(Object.fromEntries(url.searchParams), route.input.query)
    if (body !== undefined && headers['content-type'] !== 'application/json')
      throw new Error('The body is called no JSON.')
    readBody(body === undefined ? undefined : JSON.parse(body), route.input.body, route.method)
    return
  }
  throw new Error(`The control API has no ${method} ${path}.`)
}

/** What is at a path such as `/phones/{number}`. */
export const patternOf = (at: string): RegExp =>
  new RegExp(`^${at.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+?)')}$`)
