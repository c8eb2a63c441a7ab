import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findCode } from './find-code.ts'

describe('a code is found', () => {
  test.each([
    ['Your code is 123456', '123456'],
    ['Your Acme verification code is: 1234. It expires in 10 minutes.', '1234'],
    ['123456 is your Acme code.', '123456'],
    ['<#> 483920 is your OTP. Do not share it. FA+9qCX9VSu', '483920'],
    ['G-123456 is your Google verification code.', '123456'],
    ['Your PIN: 0042', '0042'],
    ['Use 123-456 to verify your account', '123456'],
    ['Your code is 123 456.', '123456'],
    ['Order 4711 of 2024-05-06 for $1234.00: your code is 98765432', '98765432'],
    ['Call +1 555 123 4567 if you did not ask for the code 5512', '5512'],
    ['Your code for order 4711 is 123456', '123456'],
    ['認証コード：123456（有効期限10分）', '123456'],
    ['認証コードは１２３４５６です。', '123456'],
    ['【Acme】您的验证码是384756，请勿泄露', '384756'],
    ['인증번호 [482910]를 입력하세요', '482910'],
    ['Ihr Code lautet 7788', '7788'],
    ['Su código es 998877', '998877'],
    ['Your code is in this message.\n\n@example.com #654321', '654321'],
    ['Sign in at https://example.com/verify/99887766 or with the code 4455', '4455'],
    ['554433', '554433'],
  ])('in %j', (text, code) => {
    expect(findCode(text)).toBe(code)
  })
})

test.each([
  'Your order 48213 has shipped',
  'Welcome! Call +15551234567 with questions',
  'Your code will follow.',
  'The code is 123',
  'Sale: everything $1234 off until 12/31/2025',
  '',
])('none is found in %j', (text) => {
  expect(findCode(text)).toBeNull()
})

test('a length tells a code from what looks like one', () => {
  expect(findCode('Your code 1234 is old, use 987654', { length: 6 })).toBe('987654')
  expect(findCode('Your code is 1234', { length: 6 })).toBeNull()
  expect(findCode('The code is 1234567890', { length: 10 })).toBe('1234567890')
})

test('any code in the usual words is found, with its zeros', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^\d{4,8}$/),
      fc.constantFrom('Your code is ', 'PIN ', '認証コード:', 'OTP: '),
      (code, words) => {
        expect(findCode(`${words}${code}`)).toBe(code)
      },
    ),
  )
})

test('no text makes it slow or throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 1600 }), (text) => void findCode(text)),
    { numRuns: 20 },
  )
  const began = performance.now()
  for (const text of [
    '1'.repeat(1600),
    '1-'.repeat(800),
    'code '.repeat(320),
    '+1 ('.repeat(400),
    '認証コード'.repeat(320),
  ])
    findCode(text)
  expect(performance.now() - began).toBeLessThan(500)
})
