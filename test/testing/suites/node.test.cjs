'use strict'
const assert = require('node:assert/strict')
const { execFile } = require('node:child_process')
const { test } = require('node:test')
const { promisify } = require('node:util')
const { startTrunkline } = require('trunkline/testing')
const { useTrunkline } = require('trunkline/testing/node')

const trunkline = useTrunkline({ account: 'file', intercept: true })

test('an application in the same process is unchanged', async () => {
  await require('./application.cjs').signUp(trunkline.phone.number)
  assert.equal(await trunkline.phone.waitForCode(), '123456')
})

test('a server that nobody closes holds up nothing', async () => {
  const own = await startTrunkline({ alone: true })
  const account = await own.account()
  const phone = await account.phone()
  assert.match(phone.number, /^\+1555\d{7}$/)
})

test('an application in a process of its own is unchanged, too', async () => {
  const { account, phone } = trunkline
  const program = `require('./application.cjs').signUp(${JSON.stringify(phone.number)})`
  await promisify(execFile)(process.execPath, ['-e', program], {
    env: { ...process.env, ...account.env({ intercept: true }) },
  })
  assert.equal(await phone.waitForCode(), '123456')
})
