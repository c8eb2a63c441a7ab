import type { Call } from '../domain/call.ts'
import { bareNumber } from '../domain/phone-number.ts'
import { placeOfNumber } from '../domain/place-of-number.ts'
import type { Parameter } from './run.ts'

/** What a request for instructions says of a call, in the order in which it is recorded to be said, and then what is new. */
export function voiceParameters(call: Call, more: readonly Parameter[] = []): Parameter[] {
  const parameters = call.apiVersion === '2008-08-01' ? firstVersion(call) : current(call)
  return [...parameters.flatMap(([name, value]): Parameter[] => (value === null ? [] : [[name, value]])), ...more]
}

type Known = readonly (readonly [name: string, value: string | null])[]

const current = (call: Call): Known => [
  ['AccountSid', call.accountSid],
  ['ApiVersion', call.apiVersion],
  ['CallSid', call.sid],
  ['CallStatus', call.status],
  ['CallToken', call.options.callToken ?? null],
  ...numberParameters('Called', call.to),
  ...numberParameters('Caller', call.from),
  ['Direction', call.direction],
  ...numberParameters('From', call.from),
  ...numberParameters('To', call.to),
  ['ParentCallSid', call.parentCallSid],
  ['AnsweredBy', call.options.asyncAmd ? null : call.answeredBy],
]

/** The first version knew `Called` and `Caller`, and wrote numbers without `+`. */
const firstVersion = (call: Call): Known => [
  ['AccountSid', call.accountSid],
  ['ApiVersion', call.apiVersion],
  ['CallSid', call.sid],
  ['CallStatus', call.status],
  ...numberParameters('Called', call.to, bareNumber(call.to)),
  ...numberParameters('Caller', call.from, bareNumber(call.from)),
  ['AnsweredBy', call.answeredBy],
]

function numberParameters(name: string, e164: string, written = e164): Known {
  const { city, country, state, zip } = placeOfNumber(e164)
  return [
    [name, written],
    [`${name}City`, city],
    [`${name}Country`, country],
    [`${name}State`, state],
    [`${name}Zip`, zip],
  ]
}
