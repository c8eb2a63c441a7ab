import { type Block, type BlockedPair, blockKey, blockKinds } from '../domain/block.ts'
import { absent, add, outcome, present, remove } from '../domain/write.ts'
import { accountOf, accountPath } from './control-account.ts'
import { ControlProblem } from './control-problem.ts'
import { type Kind, address, anyText, oneOf } from './kinds.ts'
import { type Given, optional, required, route } from './route.ts'
import { listOf, object, oneOf as oneOfShape, orNull, text } from './shape.ts'

const pageSize = 1000

const block = object({ to: text, sender: orNull(text), kind: oneOfShape(blockKinds) })

/** From everyone of the account, when it is empty or null. */
const anySender: Kind<string> = {
  ...address,
  read: (value) => (value === '' || value === null ? '' : address.read(value)),
}

const pair = {
  to: required(address, 'Whom the account does not write to or call.'),
  sender: optional(anySender, 'From which sender; from all of them unless said.'),
  kind: optional(oneOf(blockKinds), 'Why: `opted-out` unless said, `unreachable`, `not-mobile`, `not-callable`.'),
}

const view = ({ to, sender, kind }: BlockedPair) => ({ to, sender: sender === '' ? null : sender, kind })

const pairOf = ({ to, sender = '', kind = 'opted-out' }: Given<typeof pair>, accountSid: string): BlockedPair => ({
  accountSid,
  to,
  sender,
  kind,
})

/** To whom an account does not write, and whom it does not call: all of it, one more, one less. */
export const blockRoutes = [
  route({
    method: 'GET',
    at: '/accounts/{sid}/blocks',
    words: 'Whom an account may not write to or call, 1,000 at a time.',
    modes: 'both',
    path: accountPath,
    find: accountOf,
    query: { after: optional(anyText, 'What the page before gave as `after`.') },
    answer: object({ blocks: listOf(block), after: orNull(text) }),
    async deed({ found, query }, has) {
      const blocks = await has.ledger.blocks.list(found.sid, pageSize, query.after)
      return { blocks: blocks.map(view), after: blocks.length === pageSize ? (blocks.at(-1)?.key ?? null) : null }
    },
  }),
  route({
    method: 'POST',
    at: '/accounts/{sid}/blocks',
    words: 'Blocks someone.',
    modes: 'development',
    path: accountPath,
    find: accountOf,
    body: pair,
    status: 201,
    answer: block,
    async deed({ found, body }, has) {
      const blocked = pairOf(body, found.sid)
      const record: Block = { key: blockKey(blocked), ...blocked, dateCreated: has.clock.now() }
      // What is blocked already stays so.
      await has.ledger.keep(outcome([add('block', record)], [absent('block', 'key', record.key)]))
      return view(record)
    },
  }),
  route({
    method: 'DELETE',
    at: '/accounts/{sid}/blocks',
    words: 'Ends a block, named as it was made.',
    modes: 'development',
    path: accountPath,
    find: accountOf,
    query: pair,
    answer: null,
    async deed({ found, query }, has) {
      const key = blockKey(pairOf(query, found.sid))
      const { kept } = await has.ledger.keep(outcome([remove('block', key)], [present('block', key)]))
      if (!kept) throw new ControlProblem(404, 'there is no such block')
    },
  }),
]
