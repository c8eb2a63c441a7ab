import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { copyTypes } from '../../scripts/bundle-kit.ts'
import { openProject, type Project } from './project.ts'

// The types as they are published, for projects of modules and of CommonJS.

const modules = `
import twilio from 'twilio'
import { expect } from 'vitest'
import { startTrunkline, type Phone } from 'trunkline/testing'
import { test, ownServerTest } from 'trunkline/testing/vitest'
import { expect as playwrightExpect, test as playwrightTest } from 'trunkline/testing/playwright'
import { useTrunkline } from 'trunkline/testing/node'

test('vitest', async ({ account, phone }) => {
  const held: Phone = phone
  await account.client(twilio).messages.create({ to: held.number, from: account.phoneNumber, body: 'x' })
  await expect(phone).toHaveReceived(/x/)
  expect(await phone.waitForMessage(/x/)).toBeSegments(1)
  // @ts-expect-error there is no such behaviour
  await phone.behaves('asleep')
})
ownServerTest('vitest, alone', async ({ clock }) => void (await clock.advance('1h')))
playwrightTest('playwright', async ({ phone }) => playwrightExpect(phone).toHaveReceived('x'))
export const others = { startTrunkline, useTrunkline }
`
const commonJs = `
import twilio = require('twilio')
import { startTrunkline } from 'trunkline/testing'
import { useTrunkline } from 'trunkline/testing/jest'

const trunkline = useTrunkline({ account: 'file', intercept: true })
export const send = () => trunkline.account.client(twilio).messages.create({ to: trunkline.phone.number, body: 'x' })
export const started = startTrunkline({ settings: { errorEra: 'current' } })
`

const root = fileURLToPath(new URL('../../', import.meta.url))
const compiled = join(inject('program'), 'dist')
let project: Project
beforeAll(async () => {
  project = openProject()
  const complaints = await compile(root, ['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--outDir', compiled])
  if (complaints !== '') throw new Error(complaints)
  copyTypes(compiled, join(compiled, 'kit/commonjs'))
}, 100_000)
afterAll(() => project[Symbol.dispose]())

test('a project of modules and one of CommonJS find them', { timeout: 100_000 }, async () => {
  for (const [name, type, text] of [
    ['esm', 'module', modules],
    ['cjs', 'commonjs', commonJs],
  ] as const) {
    mkdirSync(join(project.folder, name))
    writeFileSync(join(project.folder, name, 'package.json'), JSON.stringify({ type }))
    writeFileSync(join(project.folder, name, 'a.test.ts'), text)
  }
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022', 'esnext.disposable', 'dom'],
    types: ['node'],
    strict: true,
    noEmit: true,
    // The SDK's own are not whole.
    skipLibCheck: true,
  }
  writeFileSync(join(project.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['esm', 'cjs'] }))
  expect(await compile(project.folder, ['-p', '.'])).toBe('')
})

/** Answers what the compiler complains of. */
function compile(cwd: string, words: readonly string[]): Promise<string> {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  return new Promise((resolve) => {
    execFile(process.execPath, [compiler, ...words], { cwd, timeout: 90_000 }, (_error, out, complaint) =>
      resolve((out + complaint).trim()),
    )
  })
}
