import { describe, expect, test } from 'vitest'
import { databases } from '../../test/databases.ts'
import type { Application } from '../domain/application.ts'
import { type Block, blockKey } from '../domain/block.ts'
import type { GrantedSender } from '../domain/granted-sender.ts'
import { type ShortCode, untouchedShortCode } from '../domain/short-code.ts'
import { mintSid } from '../domain/sid.ts'
import { absent, accept, add, change, outcome, remove } from '../domain/write.ts'
import { unsaid } from '../accounts/application-settings.ts'
import { someTime } from './records.testing.ts'
import { openStore } from './store.ts'

const mine = mintSid('AC', someTime)
const other = mintSid('AC', someTime)

const aShortCode = (shortCode: string, values: Partial<ShortCode> = {}): ShortCode => ({
  sid: mintSid('SC', someTime),
  accountSid: mine,
  shortCode,
  isoCountry: 'US',
  friendlyName: shortCode,
  settings: untouchedShortCode,
  dateCreated: someTime,
  dateUpdated: someTime,
  ...values,
})

const aGrant = (address: string, dateCreated: number): GrantedSender => ({
  key: `${mine}:${address}`,
  accountSid: mine,
  address,
  kind: 'alphanumeric',
  dateCreated,
})

const aBlock = (values: Partial<Block>): Block => {
  const pair = { accountSid: mine, to: '+12025550101', sender: '', kind: 'opted-out' as const, ...values }
  return { key: blockKey(pair), dateCreated: someTime, ...pair }
}

describe.each(databases)('on $name', ({ open }) => {
  test('short codes are found by their digits, and listed by pattern and name', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    const codes = [
      aShortCode('12345', { dateCreated: 1 }),
      aShortCode('12399', { friendlyName: 'Sale', dateCreated: 2 }),
    ]
    const theirs = aShortCode('12377', { accountSid: other })
    await store.keep(accept([...codes, theirs].map((code) => add('shortCode', code))))
    expect(await store.shortCodes.owner('12377')).toEqual(theirs)
    expect(await store.shortCodes.owner('99999')).toBeNull()
    expect(await store.shortCodes.find(mine, codes[0]!.sid)).toEqual(codes[0])
    expect(await store.shortCodes.find(mine, theirs.sid)).toBeNull()
    const list = async (filter: object) =>
      (await store.shortCodes.list(mine, filter, { size: 10, skip: 0 })).rows.map(({ shortCode }) => shortCode)
    expect(await list({})).toEqual(['12399', '12345'])
    expect(await list({ shortCode: '3*5' })).toEqual(['12345'])
    expect(await list({ shortCode: '1**99' })).toEqual(['12399'])
    expect(await list({ shortCode: '%' })).toEqual(['12399', '12345'])
    expect(await list({ friendlyName: 'Sale' })).toEqual(['12399'])
    const twice = await store.keep(accept([add('shortCode', aShortCode('12345', { accountSid: other }))]))
    expect(twice.kept).toBe(false)
  })

  test('applications are counted for their account', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    const anApplication = (accountSid: string): Application => ({
      sid: mintSid('AP', someTime),
      accountSid,
      friendlyName: null,
      settings: unsaid,
      dateCreated: someTime,
      dateUpdated: someTime,
    })
    const three = [anApplication(mine), anApplication(mine), anApplication(other)]
    await store.keep(accept(three.map((one) => add('application', one))))
    expect(await store.applications.count(mine)).toBe(2)
    expect(await store.applications.find(mine, three[0]!.sid)).toEqual(three[0])
  })

  test('what was granted is seen at once where it was granted', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    expect(await store.grantedSenders.of(mine)).toEqual([])
    const grants = [aGrant('Acme', 2), aGrant('Zebra', 1)]
    await store.keep(outcome(grants.map((grant) => add('grantedSender', grant))))
    expect(await store.grantedSenders.of(mine)).toEqual([grants[1], grants[0]])
    await store.keep(outcome([remove('grantedSender', grants[0]!.key)]))
    expect(await store.grantedSenders.of(mine)).toEqual([grants[1]])
    expect(await store.grantedSenders.of(other)).toEqual([])
  })

  test('permissions and whether there are blocks are seen at once where they changed', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    expect(await store.permissions.of(mine)).toEqual({ sms: null, voice: null, hasBlocks: false })
    await store.keep(outcome([add('permission', { accountSid: mine, sms: ['home', 'GB'], voice: null })]))
    expect(await store.permissions.of(mine)).toEqual({ sms: ['home', 'GB'], voice: null, hasBlocks: false })
    await store.keep(outcome([change('permission', mine, { sms: null, voice: [] })]))
    const block = aBlock({})
    await store.keep(outcome([add('block', block)]))
    expect(await store.permissions.of(mine)).toEqual({ sms: null, voice: [], hasBlocks: true })
    expect(await store.permissions.of(other)).toEqual({ sms: null, voice: null, hasBlocks: false })
    await store.keep(outcome([remove('block', block.key)]))
    expect(await store.permissions.of(mine)).toMatchObject({ hasBlocks: false })
  })

  test('blocks are found by their recipient and listed in pages', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    const blocks = [
      aBlock({}),
      aBlock({ sender: '+12025550100', kind: 'unreachable' }),
      aBlock({ to: '+12025550102' }),
      aBlock({ accountSid: other }),
    ]
    await store.keep(outcome(blocks.map((block) => add('block', block))))
    const again = outcome([add('block', blocks[0]!)], [absent('block', 'key', blocks[0]!.key)])
    expect((await store.keep(again)).kept).toBe(false)
    const against = await store.blocks.against(mine, '+12025550101')
    expect(new Set(against)).toEqual(new Set(blocks.slice(0, 2)))
    const first = await store.blocks.list(mine, 2)
    const rest = await store.blocks.list(mine, 2, first[1]!.key)
    expect(new Set([...first, ...rest])).toEqual(new Set(blocks.slice(0, 3)))
    expect([first.length, rest.length]).toEqual([2, 1])
  })

  test('what was given to spend is kept by account', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    await store.keep(outcome([add('credit', { accountSid: mine, amount: 12_345 })]))
    expect(await store.credits.find(mine)).toEqual({ accountSid: mine, amount: 12_345 })
    expect(await store.credits.find(other)).toBeNull()
  })

  test('how far ahead the turns of a lane are given out is told', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    const job = (id: number) =>
      add('job', {
        id: mintSid('JB', someTime + id),
        deed: 'deliver-message',
        accountSid: mine,
        subject: '',
        lane: 'scripted:+12025550100',
        weight: 10,
        due: someTime,
        hiddenUntil: null,
        attempts: 0,
        data: {},
      })
    expect(await store.jobs.ahead('scripted:+12025550100')).toBe(0)
    await store.keep(accept([1, 2, 3].map(job)))
    await store.jobs.claim({ deeds: ['deliver-message'], limit: 10, now: someTime, lease: 1000, rateOf: () => 1 })
    const ahead = await store.jobs.ahead('scripted:+12025550100')
    expect(ahead).toBeGreaterThan(29_000)
    expect(ahead).toBeLessThanOrEqual(30_000)
  })
})
