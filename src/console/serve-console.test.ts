import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { mountConsole } from './serve-console.ts'

test('a console that is not built yet is found once it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-console-'))
  const app = fastify()
  mountConsole(app, new URL(`file://${folder}/`))
  const ask = async (path: string) => {
    const { statusCode, body } = await app.inject(`/_trunkline${path}`)
    return [statusCode, body]
  }
  try {
    expect(await ask('/messages')).toEqual([404, 'The console is not built here. Try: npm run build\n'])
    writeFileSync(join(folder, 'index.html'), '<title>Trunkline</title>')
    expect(await ask('/messages')).toEqual([200, '<title>Trunkline</title>'])
    expect(await ask('/assets/nothing.js')).toEqual([404, 'There is no such file.\n'])
  } finally {
    await app.close()
    rmSync(folder, { recursive: true })
  }
})
