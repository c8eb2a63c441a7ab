import { add, change, outcome } from '../domain/write.ts'
import { type VirtualPhone, phoneBehaviours } from '../domain/virtual-phone.ts'
import { ControlProblem } from './control-problem.ts'
import { anyText, numberFrom, oneOf, phoneNumber, textUpTo } from './kinds.ts'
import { optional, required, route } from './route.ts'
import { listOf, moment, object, oneOf as oneOfShape, orNull, text } from './shape.ts'
import { momentView } from './views.ts'

const mostPhones = 1000
const inboxPage = 100

const phone = object({ phoneNumber: text, name: text, behaviour: oneOfShape(phoneBehaviours) })

const phonePath = { number: required(phoneNumber, 'The number of the phone.') }

const wishes = {
  name: optional(textUpTo(100), 'What it is called.'),
  behaviour: optional(oneOf(phoneBehaviours), 'How it behaves ([what each does](testing.md#phones)).'),
}

const unnamed = (phoneNumber: string, now: number): VirtualPhone => ({
  phoneNumber,
  name: '',
  behaviour: 'online',
  dateCreated: now,
})

const view = ({ phoneNumber, name, behaviour }: VirtualPhone) => ({ phoneNumber, name, behaviour })

/** The virtual phones: how each behaves, and what reached it. */
export const phoneRoutes = [
  route({
    method: 'GET',
    at: '/phones',
    words: 'The phones that were given a name or a behaviour.',
    modes: 'development',
    answer: object({ phones: listOf(phone) }),
    deed: async (_given, { ledger }) => ({ phones: (await ledger.phones.list(mostPhones)).map(view) }),
  }),
  route({
    method: 'GET',
    at: '/phones/{number}',
    words: 'One phone; those that nobody touched are `online`.',
    modes: 'development',
    path: phonePath,
    answer: phone,
    deed: async ({ path: { number } }, { ledger, clock }) =>
      view((await ledger.phones.find(number)) ?? unnamed(number, clock.now())),
  }),
  route({
    method: 'PUT',
    at: '/phones/{number}',
    words: 'Changes a phone.',
    modes: 'development',
    path: phonePath,
    body: wishes,
    answer: phone,
    async deed({ path: { number }, body }, { ledger, clock }) {
      const known = await ledger.phones.find(number)
      const changed = { ...(known ?? unnamed(number, clock.now())), ...body }
      const kept = await ledger.keep(
        outcome([known ? change('virtualPhone', number, body) : add('virtualPhone', changed)]),
      )
      if (!kept.kept)
        throw new ControlProblem(409, `the phone ${number} was changed by someone else at the same time: try again`)
      return view(changed)
    },
  }),
  route({
    method: 'GET',
    at: '/phones/{number}/messages',
    words: 'The newest texts that reached it, oldest of them first.',
    modes: 'development',
    path: phonePath,
    query: {
      limit: optional(numberFrom(1, 1000), `How many at most; ${inboxPage} unless said.`),
      after: optional(anyText, 'The id of the last one seen, for those after it.'),
    },
    answer: object({
      messages: listOf(
        object({
          id: text,
          at: moment,
          from: text,
          to: text,
          body: text,
          mediaUrls: listOf(text),
          messageSid: orNull(text),
        }),
      ),
    }),
    async deed({ path, query: { limit = inboxPage, after } }, { ledger }) {
      const messages = await ledger.phones.inbox(path.number, limit, after)
      return { messages: messages.map((message) => ({ ...message, at: momentView(message.at) })) }
    },
  }),
]
