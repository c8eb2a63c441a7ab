import type { FastifyInstance } from 'fastify'
import { grantSender } from '../accounts/grant-sender.ts'
import { takeSender } from '../accounts/take-sender.ts'
import type { Ledger } from '../domain/ledger.ts'
import { type Grant, readGrant } from '../domain/sender-grant.ts'
import { accountOf, objectOf } from './control-account.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'

const mostShortCodes = 1000

/** The senders of an account beside its phone numbers: which it was granted, one more, one less. */
export function senderRoutes(control: FastifyInstance, has: ControlContext): void {
  control.get<{ Params: { sid: string } }>('/accounts/:sid/senders', async ({ params }) => {
    const { sid } = await accountOf(params, has)
    return { senders: await sendersOf(sid, has.ledger) }
  })

  control.post<{ Params: { sid: string }; Body: unknown }>(
    '/accounts/:sid/senders',
    async ({ params, body }, reply) => {
      const account = await accountOf(params, has)
      const { sender } = objectOf(body, ['sender'])
      const grant = grantOf(sender)
      if (!(await grantSender(account, grant, has)))
        throw new ControlProblem(409, `another account has ${grant.address}: take it away there first`)
      return reply.code(201).send(view(grant))
    },
  )

  control.delete<{ Params: { sid: string; sender: string } }>(
    '/accounts/:sid/senders/:sender',
    async ({ params }, reply) => {
      const { sid } = await accountOf(params, has)
      const grant = grantOf(params.sender)
      if (!(await takeSender(sid, grant, has)))
        throw new ControlProblem(404, `the account was not granted ${grant.address}`)
      return reply.code(204).send()
    },
  )
}

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

const view = ({ kind, address, isoCountry }: Omit<Grant, 'accountSid'>) => ({
  sender: address,
  kind,
  ...(isoCountry !== null && { country: isoCountry }),
})

function grantOf(raw: unknown): Grant {
  const grant = typeof raw === 'string' ? readGrant(raw) : null
  if (!grant || grant.accountSid !== null)
    throw new ControlProblem(
      400,
      `${JSON.stringify(raw)} is no sender that can be granted: try 12345@US, Acme, whatsapp:+14155238886, messenger:1234 or sim:DE...`,
    )
  return grant
}
