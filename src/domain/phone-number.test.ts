import fc from 'fast-check'
import { getCountries, getExampleNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { describe, expect, test } from 'vitest'
import {
  countryOf,
  isLandlineOnly,
  isPremium,
  isShort,
  isTollFree,
  isValidInArea,
  lettersToDigits,
  looksLikeNumber,
  nationalFormat,
  normalizeNumber,
} from './phone-number.ts'

describe('a number in any usual writing', () => {
  test.for([
    ['+15005550006', '+15005550006'],
    ['+15558675310', '+15558675310'],
    ['+15551234567', '+15551234567'],
    ['15005550006', '+15005550006'],
    ['4158675309', '+14158675309'],
    ['(415) 867-5309', '+14158675309'],
    ['415.867.5309', '+14158675309'],
    ['1-415-867-5309', '+14158675309'],
    ['+1 (415) 867-5309', '+14158675309'],
    [' 15005550006', '+15005550006'],
    ['(+44) 20 7946 0958', '+442079460958'],
    ['+44 (0) 20 7946 0958', '+442079460958'],
    ['+447400123456', '+447400123456'],
    ['+39 06 1234 5678', '+390612345678'],
    ['+8613800138000', '+8613800138000'],
  ] as const)('%s is %s', ([raw, e164]) => {
    expect(normalizeNumber(raw)).toBe(e164)
  })

  test.for([
    '',
    ' ',
    '+',
    '123',
    '33',
    '+123',
    '1111',
    '12345',
    '+1500555000',
    '+150055500061',
    '+44207946',
    '9647514221234',
    '+999123456789',
    '++15005550006',
    '1+5005550006',
    '+1+5005550006',
    '415867+309',
    '+1500555abcd',
    '415-867-HELP',
    'whatsapp:+15005550006',
    'tel:+15005550006',
    '+1500555０００６',
    '+1234567890123456',
    `+44${'7'.repeat(5000)}`,
  ])('%j is none', (raw) => {
    expect(normalizeNumber(raw)).toBeNull()
  })

  test('every number that is made right is its own normal form', () => {
    for (const country of getCountries()) {
      const example = getExampleNumber(country, examples)
      if (example) expect(normalizeNumber(example.formatInternational())).toBe(example.number)
    }
  })

  test('a trunk prefix is left out, however often it is there', () => {
    expect(normalizeNumber('+44(0)20 7946 0958')).toBe('+442079460958')
    expect(normalizeNumber('+600000000000')).toBe(normalizeNumber('+60000000000'))
  })

  test('formatting changes nothing, and what comes out goes in again', () => {
    const separator = fc.constantFrom('', '', '', ' ', '-', '.', '(', ')')
    const written = fc
      .tuple(
        fc.boolean(),
        fc.array(fc.tuple(fc.constantFrom(...'0123456789'), separator), { minLength: 1, maxLength: 17 }),
      )
      .map(([international, digits]) => ({
        bare: (international ? '+' : '') + digits.map(([digit]) => digit).join(''),
        formatted: (international ? '+' : '') + digits.flat().join(''),
      }))
    fc.assert(
      fc.property(written, ({ bare, formatted }) => {
        const e164 = normalizeNumber(formatted)
        expect(e164).toBe(normalizeNumber(bare))
        expect(looksLikeNumber(formatted)).toBe(true)
        if (e164 !== null) {
          expect(e164).toMatch(/^\+\d{6,17}$/)
          expect(normalizeNumber(e164)).toBe(e164)
        }
      }),
    )
  })

  test('the short way for North America agrees with libphonenumber', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+1[2-9]\d{5,11}$/), (raw) => {
        const number = parsePhoneNumberFromString(raw)
        expect(normalizeNumber(raw)).toBe(number?.isPossible() ? number.number : null)
      }),
    )
  })

  test('any text is answered', () => {
    fc.assert(
      fc.property(fc.string(), (raw) => {
        expect(normalizeNumber(raw) === null || looksLikeNumber(raw)).toBe(true)
      }),
    )
  })
})

test('a text that is digits and formatting looks like a number, however short', () => {
  for (const text of ['1', '+1', '12345', '(+1) 2-3.4']) expect(looksLikeNumber(text)).toBe(true)
  for (const text of ['', '+', '-', '++1', '1+', '+1+', 'a1']) expect(looksLikeNumber(text)).toBe(false)
})

test('letters are the digits of the keypad', () => {
  expect(lettersToDigits('+1510555HELP')).toBe('+15105554357')
  expect(lettersToDigits('gdygadba')).toBe('43942322')
  expect(lettersToDigits('abcdefghijklmnopqrstuvwxyz')).toBe('22233344455566677778889999')
  expect(lettersToDigits('(510) 555-ABCD')).toBe('(510) 555-2223')
})

test('only a number that can be nothing but a landline is one', () => {
  expect(isLandlineOnly('+442079460958')).toBe(true)
  expect(isLandlineOnly('+33142685300')).toBe(true)
  expect(isLandlineOnly('+447400123456')).toBe(false)
  expect(isLandlineOnly('+14158675309')).toBe(false)
  expect(isLandlineOnly('+12423221234')).toBe(false)
  expect(isLandlineOnly('+80012345678')).toBe(false)
})

test('nothing is sent to numbers that cost their callers more than usual, nor to the directory', () => {
  for (const number of ['+19005551234', '+14155551212', '+18005551212', '+449098790879', '+33899123456'])
    expect([number, isPremium(number)]).toEqual([number, true])
  for (const number of ['+14155550100', '+19015551234', '+447400123456', '+331555121200', '+80012345678'])
    expect([number, isPremium(number)]).toEqual([number, false])
})

test('a short code is short, in letters too, and so is a number with digits missing', () => {
  for (const text of ['12345', '123456', 'FALSE', '+1415555', '+123', '+44 20 7', '+49151'])
    expect([text, isShort(text)]).toEqual([text, true])
  for (const text of ['123', '1234567', 'my mother', '!!', '', '+999123', '+14155550100', '+1415555010012'])
    expect([text, isShort(text)]).toEqual([text, false])
})

describe('the country of a number', () => {
  test.for([
    ['+14158675309', 'US'],
    ['+15558675310', 'US'],
    ['+15005550006', 'US'],
    ['+18005550100', 'US'],
    ['+14165550100', 'CA'],
    ['+18765550100', 'JM'],
    ['+442079460958', 'GB'],
    ['+447400123456', 'GB'],
    ['+44700000000', 'GB'],
    ['+77011234567', 'KZ'],
    ['+80012345678', 'ZZ'],
  ] as const)('of %s is %s', ([number, country]) => {
    expect(countryOf(number)).toBe(country)
  })

  test('agrees with libphonenumber in every North American area code', () => {
    for (let code = 200; code < 1000; code++) {
      for (const exchange of ['234', '321', '555', '987']) {
        const number = `+1${code}${exchange}2345`
        const country = parsePhoneNumberFromString(number)?.country
        if (country) expect(`${number} ${countryOf(number)}`).toBe(`${number} ${country}`)
      }
    }
  })
})

test('a North American number is written as people write it there, any other in E.164', () => {
  expect(nationalFormat('+15005550006')).toBe('(500) 555-0006')
  expect(nationalFormat('+442079460958')).toBe('+442079460958')
})

test('toll-free numbers are told by their area code', () => {
  expect(isTollFree('+18005550100')).toBe(true)
  expect(isTollFree('+18225550100')).toBe(true)
  expect(isTollFree('+18105550100')).toBe(false)
  expect(isTollFree('+8005550100123')).toBe(false)
})

test('a number is valid in its area where the plan has it', () => {
  expect(isValidInArea('+14158675309')).toBe(true)
  expect(isValidInArea('+15558675310')).toBe(false)
  expect(isValidInArea('+14150675309')).toBe(false)
  expect(isValidInArea('nonsense')).toBe(false)
})
