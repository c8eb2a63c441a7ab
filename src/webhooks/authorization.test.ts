import { expect, test } from 'vitest'
import { basicAuthorization, digestAuthorization } from './authorization.ts'

test('Basic is written as in RFC 7617', () => {
  expect(basicAuthorization({ username: 'Aladdin', password: 'open sesame' })).toBe(
    'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
  )
})

const mufasa = { username: 'Mufasa', password: 'Circle of Life' }
const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ'
const challenge = (algorithm: string) =>
  `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`

// RFC 7616 §3.9.1 counts the first request as nc=00000001.
test.for([
  ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
  ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
])('Digest with %s is answered as in RFC 7616', ([algorithm, response]) => {
  const answer = digestAuthorization(challenge(algorithm!), mufasa, 'GET', '/dir/index.html', cnonce)
  expect(answer).toContain(`response="${response}"`)
  expect(answer).toContain('opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"')
})

test('Digest without qop is answered as in RFC 2069', () => {
  const asked = 'Basic realm="x", Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'
  const credentials = { username: 'Mufasa', password: 'CircleOfLife' }
  expect(digestAuthorization(asked, credentials, 'GET', '/dir/index.html')).toContain(
    'response="1949323746fe6a43ef61f9606e7febea"',
  )
})

test.for([
  '',
  'Basic realm="x"',
  'Digest realm="x"',
  'Digest nonce="x", qop="auth-int"',
  'Digest nonce="x", algorithm=SHA-512-256',
])('a challenge that cannot be answered is left alone: %j', (asked) =>
  expect(digestAuthorization(asked, mufasa, 'GET', '/')).toBeNull(),
)
