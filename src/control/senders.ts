import { grantSender } from '../accounts/grant-sender.ts'
import { takeSender } from '../accounts/take-sender.ts'
import type { Ledger } from '../domain/ledger.ts'
import { type Grant, readGrant } from '../domain/sender-grant.ts'
import { accountOf, accountPath } from './control-account.ts'
import { ControlProblem } from './control-problem.ts'
import { type Kind, kind } from './kinds.ts'
import { required, route } from './route.ts'
import { listOf, object, text } from './shape.ts'

const mostShortCodes = 1000

const sender = object({ sender: text, kind: text }, { country: text })

const grant: Kind<Grant> = {
  ...kind({ type: 'string' }, 'a sender that can be granted', (value) => {
    const read = typeof value === 'string' ? readGrant(value) : null
    return read && read.accountSid === null ? read : undefined
  }),
  refusal: (value) =>
    `${JSON.stringify(value)} is no sender that can be granted: try 12345@US, Acme, whatsapp:+14155238886, messenger:1234 or sim:DE...`,
}

const view = ({ kind, address, isoCountry }: Omit<Grant, 'accountSid'>) => ({
  sender: address,
  kind,
  ...(isoCountry !== null && { country: isoCountry }),
})

/** The senders of an account beside its phone numbers: which it was granted, one more, one less. */
export const senderRoutes = [
  route({
    method: 'GET',
    at: '/accounts/{sid}/senders',
    words: 'What an account was granted to send from, beside phone numbers.',
    modes: 'both',
    path: accountPath,
    find: accountOf,
    answer: object({ senders: listOf(sender) }),
    deed: async ({ found }, { ledger }) => ({ senders: await sendersOf(found.sid, ledger) }),
  }),
  route({
    method: 'POST',
    at: '/accounts/{sid}/senders',
    words: 'Grants one more.',
    modes: 'development',
    path: accountPath,
    find: accountOf,
    body: { sender: required(grant, '`12345@US`, `Acme`, `messenger:1234` ([all kinds](senders.md)).') },
    status: 201,
    answer: sender,
    async deed({ found, body }, has) {
      if (!(await grantSender(found, body.sender, has)))
        throw new ControlProblem(409, `another account has ${body.sender.address}: take it away there first`)
      return view(body.sender)
    },
  }),
  route({
    method: 'DELETE',
    at: '/accounts/{sid}/senders/{sender}',
    words: 'Takes it away.',
    modes: 'development',
    path: { ...accountPath, sender: required(grant, 'As it was granted, or as it is shown.') },
    find: accountOf,
    answer: null,
    async deed({ path, found }, has) {
      if (!(await takeSender(found.sid, path.sender, has)))
        throw new ControlProblem(404, `the account was not granted ${path.sender.address}`)
    },
  }),
]

async function sendersOf(accountSid: string, ledger: Ledger) {
  const [codes, others] = await Promise.all([
    ledger.shortCodes.list(accountSid, {}, { size: mostShortCodes, skip: 0 }),
    ledger.grantedSenders.of(accountSid),
  ])
  return [
    ...codes.rows.map(({ shortCode, isoCountry }) => view({ kind: 'short-code', address: shortCode, isoCountry })),
    ...others.map(({ kind, address }) => view({ kind, address, isoCountry: null })),
  ]
}
