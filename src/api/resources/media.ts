import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Account } from '../../domain/account.ts'
import type { Media } from '../../domain/media.ts'
import { Problem } from '../../domain/problem.ts'
import { deleteMedia } from '../../messaging/delete-media.ts'
import { dateSpan, rangeOf } from '../date-filter.ts'
import { type Fields, field } from '../field.ts'
import { link, moment, sid, text } from '../kind.ts'
import { param } from '../param.ts'
import { type Call, listing, type Resource, verb } from '../resource.ts'
import { classic } from '../wire/classic.ts'

const pathOf = ({ accountSid, messageSid, sid }: Media) => `/Accounts/${accountSid}/Messages/${messageSid}/Media/${sid}`

const fields: Fields<Media> = {
  accountSid: field(sid('AC'), 'The account that sent or got it.', (media) => media.accountSid),
  contentType: field(text, 'What kind of file it is.', (media) => media.contentType),
  dateCreated: field(moment, 'When it was stored.', (media) => media.dateCreated),
  dateUpdated: field(moment, 'When it was last changed.', (media) => media.dateUpdated),
  parentSid: field(sid('SM', 'MM'), 'The message that it belongs to.', (media) => media.messageSid),
  sid: field(sid('ME'), 'Names the medium.', (media) => media.sid),
  uri: field(link, 'Where the medium is; without a suffix, its bytes.', pathOf),
}

/** The message whose media are meant. It may be gone: its media stay. */
const messageOf = ({ params }: Call): string => params.messageSid ?? ''

export const media: Resource<Media> = {
  name: 'Media',
  plural: 'MediaList',
  collection: 'media_list',
  doc: 'A file that belongs to a message. It stays until it is deleted itself.',
  mounts: [{ style: classic, path: '/Accounts/:accountSid/Messages/:messageSid/Media' }],
  sidPrefixes: ['ME'],
  fields,
  xmlOrder: { instance: ['sid', 'accountSid', 'parentSid', 'contentType', 'dateCreated', 'dateUpdated', 'uri'] },
  list: listing({
    doc: 'Lists the media of a message, newest first.',
    params: {
      on: param(dateSpan, 'Only those stored on this day, in GMT.', { wireName: 'DateCreated' }),
      onOrAfter: param(dateSpan, 'Only those stored then or later.', { wireName: 'DateCreated>' }),
      onOrBefore: param(dateSpan, 'Only those stored then or earlier; of a day, its midnight.', {
        wireName: 'DateCreated<',
      }),
    },
    async run(dates, call, page) {
      const { account, path, has } = call
      const { from: createdFrom, before: createdBefore } = rangeOf(dates)
      const found = await has.ledger.media.list(account.sid, messageOf(call), { createdFrom, createdBefore }, page)
      if (found.rows.length === 0 && !(await exists(call))) throw new Problem('notFound', { path })
      return found
    },
    standingOf: ({ sid, dateCreated }: Media) => ({ sid, at: dateCreated, created: dateCreated }),
  }),
  fetch: {
    doc: 'Fetches what is known of a medium.',
    run: (call) => call.has.ledger.media.find(call.account.sid, messageOf(call), call.sid),
  },
  async content(record, { path, has }) {
    const body = await has.ledger.media.content(record)
    if (!body) throw new Problem('notFound', { path })
    return { status: 200, contentType: record.contentType, body, headers: harmless }
  },
  opensContent: ({ mediaAuth }, account, path, query) => !mediaAuth || isSigned(account, path, query),
  remove: verb({
    doc: 'Deletes a medium, with its bytes.',
    params: {},
    run: (_, { has }, record: Media) => deleteMedia(record, has),
  }),
}

async function exists(call: Call): Promise<boolean> {
  const { ledger } = call.has
  if (await ledger.messages.find(call.account.sid, messageOf(call))) return true
  const { rows } = await ledger.media.list(call.account.sid, messageOf(call), {}, { size: 1, skip: 0 })
  return rows.length > 0
}

/** A browser shows what the type says and nothing else, and runs none of it: the file is a stranger's. */
const harmless = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Cache-Control': 'private, max-age=3600',
}

/** Where a medium is, as applications are told it. */
export const mediaAddress = (record: Media): string => classic.root + pathOf(record)

/** Where the bytes of a medium are, for one who has no credentials: signed, where the bytes are not open to everybody. */
export function mediaPath(record: Media, { authToken }: Account, mediaAuth: boolean): string {
  const path = mediaAddress(record)
  return mediaAuth ? `${path}?Signature=${signature(authToken, path).toString('hex')}` : path
}

const signature = (authToken: string, path: string): Buffer => createHmac('sha256', authToken).update(path).digest()

function isSigned({ authToken }: Account, path: string, query: readonly (readonly [string, string])[]): boolean {
  const given = Buffer.from(query.find(([name]) => name === 'Signature')?.[1] ?? '', 'hex')
  const right = signature(authToken, path)
  return given.length === right.length && timingSafeEqual(given, right)
}
