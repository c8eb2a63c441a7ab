import { expect, test } from 'vitest'
import { openTally } from './tally.ts'

const api = { method: 'POST', host: 'api.twilio.com', status: 201 }

test('calls are counted by host, what they name, and how they were answered', () => {
  const tally = openTally()
  expect(tally.summary()).toBe('0 calls intercepted')
  for (let i = 0; i < 3; i++) tally.count({ ...api, path: `/2010-04-01/Accounts/AC1/Messages.json?Page=${i}` })
  tally.count({ ...api, method: 'GET', path: '/2010-04-01/Accounts/AC1/Messages/SM1/Media.json', status: 200 })
  tally.count({ ...api, host: 'messaging.twilio.com', path: '/v1/Services', status: null })
  expect(tally.total).toBe(5)
  expect(tally.summary()).toBe(
    '5 calls intercepted (api.twilio.com: POST Messages 201 ×3, api.twilio.com: GET Messages/…/Media 200, messaging.twilio.com: POST Services not answered)',
  )
})

test.each([
  ['/', '/'],
  ['', '/'],
  ['/2010-04-01/Accounts.xml', 'Accounts'],
  ['/2010-04-01/Accounts/AC1.json', 'Accounts/…'],
  ['/2010-04-01/Accounts/AC1/SMS/Messages', 'SMS/Messages'],
  [`/v1/Services/MG${'a'.repeat(32)}`, 'Services/…'],
  ['/\u001b[31mred', '…'],
])('%j is called %s', (path, words) => {
  const tally = openTally()
  tally.count({ ...api, path })
  expect(tally.summary()).toBe(`1 call intercepted (api.twilio.com: POST ${words} 201)`)
})

test('however many kinds there are, few are kept and fewer shown', () => {
  const tally = openTally()
  for (let i = 0; i < 1000; i++) tally.count({ ...api, path: `/${'x'.repeat(i % 40)}`, status: i })
  expect(tally.total).toBe(1000)
  expect(tally.summary()).toMatch(/^1000 calls intercepted \(others ×800, .*, 195 more\)$/)
})
