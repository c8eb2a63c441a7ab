import { randomInt } from 'node:crypto'
import { type VirtualPhone, answeringWays, phoneBehaviours } from '../domain/virtual-phone.ts'
import { absent, add, change, outcome, present, remove } from '../domain/write.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { oneOf, phoneNumber, textUpTo } from './kinds.ts'
import { optional, required, route } from './route.ts'
import { listOf, object, oneOf as oneOfShape, text } from './shape.ts'

const mostPhones = 1000

const phone = object({
  phoneNumber: text,
  name: text,
  behaviour: oneOfShape(phoneBehaviours),
  answers: oneOfShape(answeringWays),
})

/** How a path names a phone. */
export const phonePath = { number: required(phoneNumber, 'The number of the phone.') }

const wishes = {
  name: optional(textUpTo(100), 'What it is called.'),
  behaviour: optional(oneOf(phoneBehaviours), 'How it behaves ([what each does](testing.md#phones)).'),
  answers: optional(
    oneOf(answeringWays),
    'Who takes its calls: the phone after a while (`by-itself`), or whoever holds it, by this API (`by-hand`).',
  ),
}

const unnamed = (phoneNumber: string, now: number): VirtualPhone => ({
  phoneNumber,
  name: '',
  behaviour: 'online',
  answers: 'by-itself',
  dateCreated: now,
})

const view = ({ phoneNumber, name, behaviour, answers }: VirtualPhone) => ({
  phoneNumber,
  name,
  behaviour,
  answers,
})

/** The virtual phones, and how each behaves. */
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
    method: 'POST',
    at: '/phones',
    words: 'Sets up a phone that nobody set up before.',
    modes: 'development',
    body: { number: optional(phoneNumber, 'Its number; a free one that is nobody’s unless said.'), ...wishes },
    status: 201,
    answer: phone,
    async deed({ body: { number, ...wanted } }, has) {
      if (number === undefined) return view(await withFreeNumber(wanted, has))
      const created = { ...unnamed(number, has.clock.now()), ...wanted }
      if (await isKept(created, has)) return view(created)
      throw new ControlProblem(409, `the phone ${number} is there already: change it with PUT /phones/${number}`)
    },
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
    words: 'Changes a phone, or sets it up.',
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
    method: 'DELETE',
    at: '/phones/{number}',
    words: 'Makes a phone one that nobody touched again. What it received and sent stays.',
    modes: 'development',
    path: phonePath,
    answer: null,
    async deed({ path: { number } }, { ledger }) {
      const { kept } = await ledger.keep(outcome([remove('virtualPhone', number)], [present('virtualPhone', number)]))
      if (!kept) throw new ControlProblem(404, `nobody set up the phone ${number}`)
    },
  }),
]

async function isKept(phone: VirtualPhone, { ledger }: ControlContext): Promise<boolean> {
  const isNew = absent('virtualPhone', 'phoneNumber', phone.phoneNumber)
  return (await ledger.keep(outcome([add('virtualPhone', phone)], [isNew]))).kept
}

/** Millions of numbers are free: a few tries find one. */
const tries = 20

async function withFreeNumber(wanted: Partial<VirtualPhone>, has: ControlContext): Promise<VirtualPhone> {
  for (let i = 0; i < tries; i++) {
    const phone = { ...unnamed(fictitiousNumber(), has.clock.now()), ...wanted }
    const owner = await has.ledger.incomingPhoneNumbers.owner(phone.phoneNumber)
    if (owner === null && (await isKept(phone, has))) return phone
  }
  throw new ControlProblem(503, 'no free number was found: send one as number')
}

/** Nobody has a number of area code 555, which films use. */
const fictitiousNumber = (): string => `+1555${randomInt(200, 1000)}${String(randomInt(10_000)).padStart(4, '0')}`
