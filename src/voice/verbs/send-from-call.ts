import { ownNumberOf, phoneOf } from '../../domain/call.ts'
import { messageOfVerb } from '../../messaging/message-of-verb.ts'
import type { MessageVerb } from '../../twiml/twiml.ts'
import { askAction } from '../ask-action.ts'
import type { Carrying } from '../carrying.ts'
import { blame, type Draft, type Next, tell } from '../draft.ts'
import type { Parameter } from '../run.ts'

/** `<Sms>` and `<Message>`: send to the phone at the other end unless they say otherwise, and go on. */
export async function sendFromCall(verb: MessageVerb, draft: Draft, { ledger, sending }: Carrying): Promise<Next> {
  const { call, run } = draft
  const account = await ledger.accounts.find(call.accountSid)
  if (!account) return 'on'
  const context = {
    account,
    theirs: phoneOf(call),
    ours: ownNumberOf(call),
    direction: 'outbound-call',
    apiVersion: call.apiVersion,
    documentUrl: run.documentUrl ?? '',
  } as const
  const { prepared, fault } = await messageOfVerb(verb, context, sending)
  if (fault) blame(draft, fault)
  if (prepared) {
    const { sid, to, from } = prepared.message
    draft.operations.push(...prepared.operations)
    draft.afterKept.push(prepared.afterKept)
    // What it says can be redacted there.
    tell(draft, 'sent', { messageSid: sid, to, from })
  }
  if (!verb.action) return 'on'
  const sid = prepared?.message.sid
  const more: Parameter[] = [
    ...(sid === undefined
      ? []
      : ([
          ['MessageSid', sid],
          ['SmsSid', sid],
        ] as const)),
    ['MessageStatus', sid === undefined ? 'failed' : 'queued'],
    ['SmsStatus', sid === undefined ? 'invalid' : 'sending'],
  ]
  return askAction(draft, verb, more)
}
