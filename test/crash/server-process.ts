import { mkdtempSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSettings } from '../../src/config.ts'
import { openLog } from '../../src/log.ts'
import { startServer } from '../../src/server.ts'
import { ledgerCarrier } from './ledger-carrier.ts'

// The whole server as a process of its own, made to be killed: all as usual but for its carrier. Where it answers, it tells
// the process that started it, and it ends with that process.
const { LEDGER_PORT, LEDGER_IN_DOUBT, LEDGER_PROCESS = '', LEASE } = process.env
const settings = readSettings({
  mode: 'development',
  flags: {},
  env: process.env,
  cwd: mkdtempSync(join(tmpdir(), 'trunkline-')),
})
const inDoubt = LEDGER_IN_DOUBT === 'park' ? 'park' : 'resubmit'
const server = await startServer(settings, openLog(settings.log), {
  carrier: ledgerCarrier({ port: Number(LEDGER_PORT), process: LEDGER_PROCESS, inDoubt }),
  ...(LEASE && { lease: Number(LEASE) }),
})
process.send?.(server.url)
// At a normal exit it would be written by itself.
flushCompileCache()
process.on('disconnect', () => process.exit())
