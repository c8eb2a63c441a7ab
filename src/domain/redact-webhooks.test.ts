import { expect, test } from 'vitest'
import { aNotification, anAttempt } from '../store/records.testing.ts'
import { aMessage } from '../store/records.testing.ts'
import { redactWebhooks } from './redact-webhooks.ts'
import { notificationOf } from './notification.ts'
import { add, outcome } from './write.ts'

const attempt = anAttempt({
  method: 'GET',
  url: 'http://127.0.0.1/sms?x=1&Body=a%20secret&MediaUrl0=http%3A%2F%2Fsecret&From=%2B12025550100',
  parameters: [
    ['Body', 'a secret'],
    ['MediaUrl0', 'http://secret'],
    ['SpeechResult', 'secret'],
    ['Digits', ''],
    ['From', '+12025550100'],
    ['NumMedia', '1'],
  ],
  responseBody: '<Response><Message>secret</Message></Response>',
  errorCode: 12300,
  error: 'Invalid Content-Type',
})
const about = { callSid: null, resourceSid: null, apiVersion: '2010-04-01', now: 0 }

test('what people said goes, and what tells how it went stays', () => {
  const message = add('message', aMessage({ body: 'a secret' }))
  const { operations, kind } = redactWebhooks(
    outcome([message, add('webhookAttempt', attempt), add('notification', notificationOf(attempt, about))]),
  )
  expect(kind).toBe('outcome')
  expect(operations[0]).toBe(message)
  expect(JSON.stringify(operations.slice(1))).not.toContain('secret')
  expect(operations[1]).toMatchObject({
    record: {
      url: 'http://127.0.0.1/sms?x=1&Body=%5Bredacted%5D&MediaUrl0=%5Bredacted%5D&From=%2B12025550100',
      parameters: [
        ['Body', '[redacted]'],
        ['MediaUrl0', '[redacted]'],
        ['SpeechResult', '[redacted]'],
        ['Digits', ''],
        ['From', '+12025550100'],
        ['NumMedia', '1'],
      ],
      responseBody: '',
      responseStatus: 204,
      errorCode: 12300,
    },
  })
  expect(operations[2]).toMatchObject({
    record: {
      requestVariables: expect.stringContaining('From=%2B12025550100&NumMedia=1'),
      messageText: expect.stringContaining('Msg=Invalid+Content-Type'),
      responseBody: '',
    },
  })
})

test('a write that tells of no webhook stays as it is', () => {
  const write = outcome([add('message', aMessage())])
  expect(redactWebhooks(write)).toBe(write)
  expect(redactWebhooks(outcome([add('notification', aNotification())])).operations).toHaveLength(1)
})
