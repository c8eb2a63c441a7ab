import type { FastifyInstance } from 'fastify'
import { add, change, outcome } from '../domain/write.ts'
import { normalizeNumber } from '../domain/phone-number.ts'
import { type PhoneBehaviour, type VirtualPhone, phoneBehaviours } from '../domain/virtual-phone.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'

const mostPhones = 1000
const inboxPage = 100

/** The virtual phones: how each behaves, and what reached it. */
export function phoneRoutes(control: FastifyInstance, { ledger, clock }: ControlContext): void {
  control.get('/phones', async () => ({ phones: (await ledger.phones.list(mostPhones)).map(view) }))

  control.get<{ Params: { number: string } }>('/phones/:number', async ({ params }) => {
    const phoneNumber = numberOf(params.number)
    return view((await ledger.phones.find(phoneNumber)) ?? unnamed(phoneNumber, clock.now()))
  })

  control.put<{ Params: { number: string }; Body: unknown }>('/phones/:number', async ({ params, body }) => {
    const phoneNumber = numberOf(params.number)
    const wanted = wishesOf(body)
    const known = await ledger.phones.find(phoneNumber)
    const phone = { ...(known ?? unnamed(phoneNumber, clock.now())), ...wanted }
    const kept = await ledger.keep(
      outcome([known ? change('virtualPhone', phoneNumber, wanted) : add('virtualPhone', phone)]),
    )
    if (!kept.kept)
      throw new ControlProblem(409, `the phone ${phoneNumber} was changed by someone else at the same time: try again`)
    return view(phone)
  })

  control.get<{ Params: { number: string }; Querystring: { after?: string | string[]; limit?: string | string[] } }>(
    '/phones/:number/messages',
    async ({ params, query }) => {
      const limit = query.limit === undefined ? inboxPage : Number(query.limit)
      if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
        throw new ControlProblem(400, 'limit is a whole number from 1 to 1000')
      if (Array.isArray(query.after)) throw new ControlProblem(400, 'after is given once')
      const messages = await ledger.phones.inbox(numberOf(params.number), limit, query.after)
      return { messages: messages.map((message) => ({ ...message, at: new Date(message.at).toISOString() })) }
    },
  )
}

const unnamed = (phoneNumber: string, now: number): VirtualPhone => ({
  phoneNumber,
  name: '',
  behaviour: 'online',
  answers: 'by-itself',
  dateCreated: now,
})

const view = ({ phoneNumber, name, behaviour }: VirtualPhone) => ({ phoneNumber, name, behaviour })

function numberOf(raw: string): string {
  const phoneNumber = normalizeNumber(raw)
  if (phoneNumber === null) throw new ControlProblem(400, `"${raw}" is not a phone number: write it as +15551234567`)
  return phoneNumber
}

function wishesOf(body: unknown): { name?: string; behaviour?: PhoneBehaviour } {
  if (typeof body !== 'object' || body === null)
    throw new ControlProblem(400, 'send a JSON object with name, behaviour, or both')
  const { name, behaviour, ...others } = body as Record<string, unknown>
  const [stranger] = Object.keys(others)
  if (stranger !== undefined)
    throw new ControlProblem(400, `a phone has no "${stranger}": send name, behaviour, or both`)
  if (name !== undefined && (typeof name !== 'string' || name.length > 100))
    throw new ControlProblem(400, 'name is a text of at most 100 characters')
  const known = phoneBehaviours.find((one) => one === behaviour)
  if (behaviour !== undefined && !known)
    throw new ControlProblem(400, `behaviour is one of ${phoneBehaviours.join(', ')}`)
  return { ...(name !== undefined && { name }), ...(known && { behaviour: known }) }
}
