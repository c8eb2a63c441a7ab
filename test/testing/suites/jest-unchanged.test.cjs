'use strict'
const { useTrunkline } = require('trunkline/testing/jest')

const trunkline = useTrunkline({ account: 'file', intercept: true })

let application
beforeAll(() => {
  application = require('./application.cjs')
})

test('an application in the same process is unchanged', async () => {
  await application.signUp(trunkline.phone.number)
  expect(await trunkline.phone.waitForCode()).toBe('123456')
})

test('so is it in the next test', async () => {
  await application.signUp(trunkline.phone.number)
  expect(await trunkline.phone.waitForCode()).toBe('123456')
})
