import type { FastifyInstance } from 'fastify'
import { type Block, type BlockedPair, blockKey, blockKinds } from '../domain/block.ts'
import { kindOfSender } from '../domain/sender.ts'
import { absent, add, outcome, present, remove } from '../domain/write.ts'
import { accountOf, objectOf } from './control-account.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'

const pageSize = 1000

/** To whom an account does not write, and whom it does not call: all of it, one more, one less. */
export function blockRoutes(control: FastifyInstance, has: ControlContext): void {
  const { ledger, clock } = has

  control.get<{ Params: { sid: string }; Querystring: { after?: string | string[] } }>(
    '/accounts/:sid/blocks',
    async ({ params, query }) => {
      const { sid } = await accountOf(params, has)
      if (Array.isArray(query.after)) throw new ControlProblem(400, 'after is given once')
      const blocks = await ledger.blocks.list(sid, pageSize, query.after)
      return { blocks: blocks.map(view), after: blocks.length === pageSize ? blocks.at(-1)?.key : null }
    },
  )

  control.post<{ Params: { sid: string }; Body: unknown }>('/accounts/:sid/blocks', async ({ params, body }, reply) => {
    const { sid: accountSid } = await accountOf(params, has)
    const pair = pairOf(body, accountSid)
    const block: Block = { key: blockKey(pair), ...pair, dateCreated: clock.now() }
    // What is blocked already stays so.
    await ledger.keep(outcome([add('block', block)], [absent('block', 'key', block.key)]))
    return reply.code(201).send(view(block))
  })

  control.delete<{ Params: { sid: string }; Querystring: unknown }>(
    '/accounts/:sid/blocks',
    async ({ params, query }, reply) => {
      const { sid: accountSid } = await accountOf(params, has)
      const key = blockKey(pairOf(query, accountSid))
      const { kept } = await ledger.keep(outcome([remove('block', key)], [present('block', key)]))
      if (!kept) throw new ControlProblem(404, 'there is no such block')
      return reply.code(204).send()
    },
  )
}

const view = ({ to, sender, kind }: BlockedPair) => ({ to, sender: sender === '' ? null : sender, kind })

/** Who is blocked from whom, and how, from a JSON object or a query. */
function pairOf(input: unknown, accountSid: string): BlockedPair {
  const { to, sender = '', kind = 'opted-out' } = objectOf(input, ['to', 'sender', 'kind'])
  const known = blockKinds.find((one) => one === kind)
  if (!known) throw new ControlProblem(400, `kind is one of ${blockKinds.join(', ')}`)
  return {
    accountSid,
    to: addressOf(to, 'to'),
    sender: sender === '' || sender === null ? '' : addressOf(sender, 'sender'),
    kind: known,
  }
}

/** As messages keep it, whatever way it was written. */
function addressOf(raw: unknown, name: string): string {
  const address = typeof raw === 'string' ? kindOfSender(raw) : { kind: 'invalid' as const }
  if (address.kind === 'invalid')
    throw new ControlProblem(400, `${name} is a number such as +15551234567, a channel address, or another sender`)
  return address.value
}
