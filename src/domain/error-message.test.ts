import { expect, test } from 'vitest'
import { errorMessage } from './error-message.ts'

test.for([
  [30001, 'Queue overflow'],
  [30002, 'Account suspended'],
  [30003, 'Unreachable destination handset'],
  [30004, 'Message blocked'],
  [30005, 'Unknown destination handset'],
  [30006, 'Landline or unreachable carrier'],
  [30007, 'Carrier violation'],
  [30008, 'Unknown error'],
  [30009, 'Missing segment'],
  [30010, 'Message price exceeds max price.'],
  [63001, 'Channel could not authenticate the request'],
  [63002, 'Channel could not find From address'],
  [63003, 'Channel could not find To address'],
  [63005, 'Channel did not accept given content'],
  [63006, 'Could not format given content for the channel'],
  [63007, 'Twilio could not find a Channel with the specified From address'],
  [63008, 'Could not execute the request because the channel module has been misconfigured'],
  [63009, 'Channel returned an error when executing the request'],
  [63010, 'Channels - Twilio Internal error'],
  [63011, 'Invalid Channel request'],
  [63012, 'Channel returned an internal error that prevented it from completing the request'],
  [63013, "This message send failed because it violates Channel provider's policy."],
  [63014, 'This message failed to be delivered to the user because it was blocked by a user action.'],
] as const)('%i is what the Messages document calls it', ([code, message]) => {
  expect(errorMessage(code)).toBe(message)
})

test('codes that came later have their published titles', () => {
  expect(errorMessage(30034)).toBe('US A2P 10DLC - Message from an Unregistered Number')
  expect(errorMessage(63024)).toBe('Invalid message recipient')
  expect(errorMessage(11751)).toBe('Media Message - Media exceeds messaging provider size limit')
  expect(errorMessage(21610)).toBe('Attempt to send to unsubscribed recipient')
})

test('no code has no message, an unknown code is an unknown error', () => {
  expect(errorMessage(null)).toBeNull()
  expect(errorMessage(39999)).toBe('Unknown error')
})
