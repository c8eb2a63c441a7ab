import type { Call } from '../domain/call.ts'
import type { PhoneCalls } from '../domain/phone-actions.ts'
import { callFields, callMoments } from './call-view.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { anyText, matching, phoneNumber, textUpTo } from './kinds.ts'
import { phonePath } from './phones.ts'
import { type ControlRoute, type Fields, type Given, required, route } from './route.ts'
import { listOf, object, text } from './shape.ts'

const view = (call: Call) => {
  const { sid, accountSid, from, to, status, direction } = call
  return { sid, accountSid, from, to, status, direction, ...callMoments(call) }
}

function callsOf({ calls }: ControlContext): PhoneCalls {
  if (!calls) throw new ControlProblem(404, 'phones take no calls in a process of role api: ask one of role all')
  return calls
}

/** What a person does with a phone that rings, or is in a call. */
function action<B extends Fields = Record<never, never>>(
  name: string,
  words: string,
  act: (calls: PhoneCalls, phoneNumber: string, callSid: string, body: Given<B>) => Promise<boolean>,
  body?: B,
): ControlRoute {
  return route({
    method: 'POST',
    at: `/phones/{number}/calls/{sid}/${name}`,
    words,
    modes: 'development',
    path: { ...phonePath, sid: required(anyText, 'The SID of the call.') },
    ...(body && { body }),
    answer: null,
    async deed({ path, body }, has) {
      if (await act(callsOf(has), path.number, path.sid, body)) return
      throw new ControlProblem(
        409,
        `the phone ${path.number} cannot do that in the call ${path.sid}: it is over, at another phone, or not so far`,
      )
    },
  })
}

/** What a person does with a phone and calls. */
export const phoneCallRoutes = [
  route({
    method: 'GET',
    at: '/phones/{number}/calls',
    words: 'The calls in which a phone takes part, or which ring at it, newest first.',
    modes: 'development',
    path: phonePath,
    answer: object({ calls: listOf(object(callFields)) }),
    deed: async ({ path }, has) => ({ calls: (await callsOf(has).of(path.number)).map(view) }),
  }),
  route({
    method: 'POST',
    at: '/phones/{number}/calls',
    words: 'Calls a number of an account.',
    modes: 'development',
    path: phonePath,
    body: { to: required(phoneNumber, 'The number to call.') },
    status: 201,
    answer: object({ callSid: text }),
    async deed({ path, body: { to } }, has) {
      const ringing = await callsOf(has).ring(path.number, to)
      if (!ringing) throw new ControlProblem(404, `nobody owns the number ${to}`)
      return ringing
    },
  }),
  action('answer', 'Answers a call that rings.', (calls, number, sid) => calls.answer(number, sid)),
  action('reject', 'Does not take a call that rings.', (calls, number, sid) => calls.reject(number, sid)),
  action('digits', 'Presses keys.', (calls, number, sid, { digits }) => calls.press(number, sid, digits), {
    digits: required(matching(/^[0-9*#]{1,64}$/, 'digits, * and #, 64 at most'), 'Digits, `*` and `#`, 64 at most.'),
  }),
  action('speech', 'Says something.', (calls, number, sid, { words }) => calls.speak(number, sid, words), {
    words: required(textUpTo(1000, 1), 'The words, as speech recognition would hear them.'),
  }),
  action('hang-up', 'Ends its part in a call.', (calls, number, sid) => calls.hangUp(number, sid)),
]
