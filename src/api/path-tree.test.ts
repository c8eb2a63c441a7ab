import { expect, test } from 'vitest'
import { pathTree } from './path-tree.ts'

const tree = pathTree<string>()
for (const path of [
  '/Accounts',
  '/Accounts.json',
  '/Accounts/:accountSid',
  '/Accounts/:accountSid/Messages/:sid',
  '/Accounts/:accountSid/Messages/:messageSid/Media',
  '/Accounts/:accountSid/Numbers/Local',
  '/Accounts/:accountSid/Numbers/:sid',
  '/Accounts/:accountSid/Numbers/:sid/Extras',
]) {
  tree.add(path, path)
}

test.for([
  ['/Accounts', '/Accounts', {}],
  ['/Accounts.json', '/Accounts.json', {}],
  ['/Accounts/AC1.json', '/Accounts/:accountSid', { accountSid: 'AC1.json' }],
  ['/Accounts/AC1/Messages/SM1', '/Accounts/:accountSid/Messages/:sid', { accountSid: 'AC1', sid: 'SM1' }],
  [
    '/Accounts/AC1/Messages/SM1/Media',
    '/Accounts/:accountSid/Messages/:messageSid/Media',
    { accountSid: 'AC1', messageSid: 'SM1' },
  ],
  ['/Accounts/AC1/Numbers/Local', '/Accounts/:accountSid/Numbers/Local', { accountSid: 'AC1' }],
  ['/Accounts/AC1/Numbers/PN1', '/Accounts/:accountSid/Numbers/:sid', { accountSid: 'AC1', sid: 'PN1' }],
  [
    '/Accounts/AC1/Numbers/Local/Extras',
    '/Accounts/:accountSid/Numbers/:sid/Extras',
    { accountSid: 'AC1', sid: 'Local' },
  ],
  ['/Accounts/a%2Fb', '/Accounts/:accountSid', { accountSid: 'a/b' }],
  ['/Accounts/a%zz', '/Accounts/:accountSid', { accountSid: 'a%zz' }],
] as const)('%s is found', ([path, value, params]) => {
  expect(tree.find(path)).toEqual({ value, params })
})

test.for(['', '/', '/accounts', '/Accounts/', '//Accounts', '/Accounts/AC1/', '/Accounts//Messages/SM1', '/__proto__'])(
  'nothing stands at "%s"',
  (path) => {
    expect(tree.find(path)).toBeNull()
  },
)

test('two things cannot stand at one path', () => {
  expect(() => tree.add('/Accounts/:other', 'x')).toThrow('/Accounts/:other')
})
