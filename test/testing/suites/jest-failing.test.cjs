'use strict'
const { useTrunkline } = require('trunkline/testing/jest')

const trunkline = useTrunkline()

test('a webhook that fails behind a test fails it', async () => {
  const { account, phone } = trunkline
  await account.webhook((request, response) => {
    response.statusCode = 500
    response.end('broken')
  })
  await phone.send('hi')
})
