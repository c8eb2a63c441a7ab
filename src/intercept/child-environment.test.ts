import { delimiter } from 'node:path'
import { expect, test } from 'vitest'
import { type ChildNeeds, childEnvironment } from './child-environment.ts'

const files = {
  authority: '/t/ca.pem',
  bundle: '/t/bundle.pem',
  trustStore: '/t/store.jks',
  nodeExtra: '/t/node.pem',
  php: '/t/php',
}
const needs = (given: ChildNeeds['given'] = {}, more: Partial<ChildNeeds> = {}): ChildNeeds => ({
  given,
  proxyPort: 4711,
  files,
  shipped: { preload: '/s/preload.cjs', python: '/s/python' },
  server: 'http://127.0.0.1:4010',
  offline: false,
  account: { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'token', TRUNKLINE_URL: 'http://127.0.0.1:4010' },
  ...more,
})
const proxy = 'http://127.0.0.1:4711'
const javaOptions =
  '-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=4711 -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=4711 -Dhttp.nonProxyHosts=localhost|127.*|[::1] -Djavax.net.ssl.trustStore=/t/store.jks -Djavax.net.ssl.trustStoreType=JKS -Djavax.net.ssl.trustStorePassword=changeit'

test('a program is told of the proxy, of what to trust, and of the account, in all the ways that there are', () => {
  expect(childEnvironment(needs())).toEqual({
    variables: {
      HTTP_PROXY: proxy,
      http_proxy: proxy,
      HTTPS_PROXY: proxy,
      https_proxy: proxy,
      NO_PROXY: 'localhost,127.0.0.1,::1',
      no_proxy: 'localhost,127.0.0.1,::1',
      SSL_CERT_FILE: '/t/bundle.pem',
      REQUESTS_CA_BUNDLE: '/t/bundle.pem',
      CURL_CA_BUNDLE: '/t/bundle.pem',
      NODE_EXTRA_CA_CERTS: '/t/node.pem',
      NODE_USE_ENV_PROXY: '1',
      NODE_OPTIONS: '--require /s/preload.cjs',
      PYTHONPATH: '/s/python',
      PHP_INI_SCAN_DIR: `${delimiter}/t/php`,
      JAVA_TOOL_OPTIONS: javaOptions,
      TWILIO_ACCOUNT_SID: 'AC1',
      TWILIO_AUTH_TOKEN: 'token',
      TRUNKLINE_URL: 'http://127.0.0.1:4010',
      TRUNKLINE_PROXY: proxy,
      TRUNKLINE_CA: '/t/ca.pem',
    },
    notices: [],
  })
})

test("the user's own is kept beside it", () => {
  const { variables, notices } = childEnvironment(
    needs({
      NODE_OPTIONS: '--max-old-space-size=512',
      PYTHONPATH: '/own',
      PHP_INI_SCAN_DIR: '/etc/php',
      JAVA_TOOL_OPTIONS: '-Xmx1g',
      NO_PROXY: 'db.internal,10.0.0.0/8,[::2]:80',
      no_proxy: '.lan',
      TWILIO_ACCOUNT_SID: 'AClive',
    }),
  )
  expect(variables).toMatchObject({
    NODE_OPTIONS: '--max-old-space-size=512 --require /s/preload.cjs',
    PYTHONPATH: `/s/python${delimiter}/own`,
    PHP_INI_SCAN_DIR: `/etc/php${delimiter}/t/php`,
    JAVA_TOOL_OPTIONS: `-Xmx1g ${javaOptions.replace('[::1]', '[::1]|lan|*.lan|db.internal|*.db.internal')}`,
    NO_PROXY: 'localhost,127.0.0.1,::1,.lan,db.internal,10.0.0.0/8,[::2]:80',
    TWILIO_ACCOUNT_SID: 'AC1',
  })
  expect(notices).toEqual([])
})

test('what would let a program past is dropped, and said', () => {
  const { variables, notices } = childEnvironment(
    needs({
      NO_PROXY: '*,db.internal,.twilio.com',
      JAVA_TOOL_OPTIONS: '-Djavax.net.ssl.trustStore=/own -Dhttps.proxyHost=corp',
    }),
  )
  expect(variables['no_proxy']).toBe('localhost,127.0.0.1,::1,db.internal')
  expect(notices).toEqual([
    'NO_PROXY without "*", which exempts hosts of twilio.com',
    'NO_PROXY without ".twilio.com", which exempts hosts of twilio.com',
    "JAVA_TOOL_OPTIONS with another javax.net.ssl.trustStore than the user's",
    "JAVA_TOOL_OPTIONS with another https.proxyHost than the user's",
  ])
})

test('with --offline scripts are told, too', () => {
  expect(childEnvironment(needs({}, { offline: true })).variables).toMatchObject({ TRUNKLINE_OFFLINE: '1' })
})

test('a server on another machine is asked without the proxy, and PHP reads no more folders than it did', () => {
  const { variables } = childEnvironment(needs({ PHP_INI_SCAN_DIR: '' }, { server: 'http://trunkline.lan:4010' }))
  expect(variables).toMatchObject({ NO_PROXY: 'localhost,127.0.0.1,::1,trunkline.lan', PHP_INI_SCAN_DIR: '/t/php' })
})

test('paths with blanks are quoted where options are parted at them', () => {
  const { variables } = childEnvironment(
    needs(
      {},
      {
        shipped: { preload: '/a b/"c".cjs', python: '/a b' },
      },
    ),
  )
  expect(variables['NODE_OPTIONS']).toBe(String.raw`--require "/a b/\"c\".cjs"`)
  expect(variables['PYTHONPATH']).toBe('/a b')
})
