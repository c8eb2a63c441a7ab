import { expect, test } from 'vitest'
import { hashPassword, isPassword } from './password.ts'

test('a password is known again, by its hash with a salt of its own, and no other is taken for it', async () => {
  const password = 'パスワードは長いほうがいい'
  const [one, two] = await Promise.all([hashPassword(password), hashPassword(password)])
  expect(one).not.toBe(two)
  expect(one).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/)
  const looks = [password, password.normalize('NFD'), password.slice(1), '']
  expect(await Promise.all(looks.map((given) => isPassword(given, one)))).toEqual([true, true, false, false])
})

test('a hash keeps the values by which it was made', async () => {
  const salt = 'AAAAAAAAAAAAAAAAAAAAAA'
  // RFC 7914 §12: "pleaseletmein", "SodiumChloride", N 16384, r 8, p 1.
  const known = Buffer.from(
    '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2' +
      'd5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
    'hex',
  ).toString('base64url')
  const made = `scrypt$16384$8$1$${Buffer.from('SodiumChloride').toString('base64url')}$${known}`
  expect(await isPassword('pleaseletmein', made)).toBe(true)
  expect(await isPassword('pleaseletmein', `scrypt$16384$8$1$${salt}$${known}`)).toBe(false)
  expect(await isPassword('pleaseletmein', `other${made.slice(6)}`)).toBe(false)
})
