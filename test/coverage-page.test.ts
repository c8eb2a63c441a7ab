import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { absent, ignoredParameters } from './conformance/specification-gaps.ts'

// docs/reference/coverage.md says which test shows each sentence of the documents. A row whose test is gone or was renamed says nothing.

const root = new URL('../', import.meta.url)
const page = readFileSync(new URL('docs/reference/coverage.md', root), 'utf8')

/** `| what the document says | test |`: the test as `file`: name, several with `;` between them. */
const rows = page
  .split('\n')
  .filter((line) => /^\|(?! *-)/.test(line))
  .map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  )
  .filter(([said]) => said !== 'What it says')

const named = (cell: string) =>
  [...cell.matchAll(/`([^`]+\.ts)`: ([^;]+)/g)].map(([, file = '', name = '']) => ({ file, name: name.trim() }))

test('the page has its rows', () => {
  expect(rows.length).toBeGreaterThan(150)
})

test('each row names a test', () => {
  const open = rows.filter(([, by = '']) => named(by).length === 0)
  expect(open).toEqual([])
})

test('each test that is named is there', () => {
  const sources = new Map<string, string>()
  const sourceOf = (file: string) => {
    const known = sources.get(file)
    if (known !== undefined) return known
    const url = new URL(file, root)
    const source = existsSync(url) ? readFileSync(url, 'utf8').replaceAll(/\s+/g, ' ') : ''
    sources.set(file, source)
    return source
  }
  const lost = rows.flatMap(([said, by = '']) =>
    named(by)
      .filter(({ file, name }) => !sourceOf(file).includes(name))
      .map(({ file, name }) => `${said}: no "${name}" in ${file}`),
  )
  expect(lost).toEqual([])
})

test('each gap to the public description stands there with its reason', () => {
  const parameters = Object.values(ignoredParameters).flatMap((reasons) => Object.values(reasons))
  const words = page.replaceAll(/\s+/g, ' ')
  expect([...absent.map(({ because }) => because), ...parameters].filter((reason) => !words.includes(reason))).toEqual(
    [],
  )
})
