import type { VoiceVerb } from '../twiml/voice-verbs.ts'
import { apologize } from './apologize.ts'
import type { Carrying } from './carrying.ts'
import { answer, blame, type Draft, type Next, tell } from './draft.ts'
import { newsOf } from './ended.ts'
import { dial } from './verbs/dial.ts'
import { gather } from './verbs/gather.ts'
import { play } from './verbs/play.ts'
import { recordVoice } from './verbs/record-voice.ts'
import { redirect } from './verbs/redirect.ts'
import { reject } from './verbs/reject.ts'
import { sendFromCall } from './verbs/send-from-call.ts'
import { notSimulated } from './verbs/not-simulated.ts'
import { takeTime } from './verbs/take-time.ts'

/** So many verbs are carried out in one call, and so many at once, without any that takes time: more are taken for a circle. */
const mostVerbs = 5000
const mostAtOnce = 100

/** Carries out what is left of a document until something must be waited for, or the call is over. */
export async function carryOut(draft: Draft, has: Carrying): Promise<void> {
  const most = Math.min(draft.run.verbs + mostAtOnce, mostVerbs)
  // Ends: each turn takes a verb from the rest.
  for (;;) {
    const [verb, ...rest] = draft.run.rest
    if (!verb) return atTheEnd(draft)
    if (draft.run.verbs === most) tooMany(draft)
    else {
      draft.run = { ...draft.run, rest, verbs: draft.run.verbs + 1 }
      if ((await carryOutOne(verb, draft, has)) !== 'on') return
    }
  }
}

function tooMany(draft: Draft): void {
  const text = `Too many verbs: ${mostAtOnce} without any that takes time, or ${mostVerbs} in one call`
  blame(draft, { code: 14106, level: 'error', text })
  apologize(draft)
  draft.run = { ...draft.run, verbs: draft.run.verbs + 1 }
}

/** Goes on after what was waited for, unless it is still waited for. */
export async function goOnAfter(next: Next, draft: Draft, has: Carrying): Promise<void> {
  if (next === 'on') await carryOut(draft, has)
}

async function carryOutOne(verb: VoiceVerb, draft: Draft, has: Carrying): Promise<Next> {
  if (draft.call.status === 'ringing' && isHeard(verb)) answer(draft)
  switch (verb.verb) {
    case 'say':
    case 'pause':
      return takeTime(verb, draft)
    case 'play':
      return play(verb, draft)
    case 'gather':
      return gather(verb, draft)
    case 'record':
      return recordVoice(verb, draft)
    case 'dial':
      return dial(verb, draft, has)
    case 'redirect':
      return redirect(verb, draft)
    case 'reject':
      return reject(verb, draft)
    case 'message':
      return sendFromCall(verb, draft, has)
    case 'hangup':
      tell(draft, 'hung-up')
      draft.ending = { status: 'completed', sipCode: 200, hangUp: true }
      return 'ended'
    case 'leave':
      // There is no queue that a call could be in.
      return notSimulated({ name: 'Leave' }, draft)
    case 'not-simulated':
      return notSimulated(verb, draft)
  }
}

/** Whether somebody must have taken the call for it. */
const isHeard = (verb: VoiceVerb): boolean =>
  verb.verb !== 'reject' && verb.verb !== 'redirect' && !(verb.verb === 'dial' && verb.answerOnBridge)

function atTheEnd(draft: Draft): void {
  const { call, run, at } = draft
  const { accountSid, parentCallSid } = call
  if (run.whenDone === 'connect' && parentCallSid !== null) {
    // It has heard what it was to be told, and may be connected.
    draft.connects = true
    draft.operations.push(newsOf({ accountSid, parentCallSid }, at))
    return
  }
  if (call.status === 'ringing') answer(draft)
  draft.ending = { status: 'completed', sipCode: 200, hangUp: true }
}
