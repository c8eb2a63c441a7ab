import { callStatuses } from '../domain/call.ts'
import { messageErrorCodes } from '../domain/error-message.ts'
import { type Door, type Effects, type Facts, firstSipCode, lastSipCode } from '../domain/fault.ts'
import { messageStatuses } from '../domain/message.ts'
import { webhookKinds } from '../domain/webhook.ts'
import { type Form, type Forms, needed, possible, textFrom, whole, word } from './form.ts'

/** What an effect does, and what is said of it beside its name. */
export interface EffectForm {
  words: string
  parts: Forms
}

/** Beyond this nobody waits: it is more than any client or application is waited for. */
const longestLatency = 60_000
const day = 86_400_000
export const mostCopies = 50

const latency = needed(whole(1, longestLatency), 'How long, in milliseconds.')
const onTheClock = needed(whole(1, day), "How long, in milliseconds of the server's clock.")
const copies = needed(whole(1, mostCopies), 'How many times more.')
const codes = new Set(messageErrorCodes())
const messageCode = {
  read: (value: unknown) => (typeof value === 'number' && codes.has(value) ? value : undefined),
  expects: 'an error code that a message can end with, such as 30003',
  schema: { type: 'integer' },
}
const sipCode = whole(firstSipCode, lastSipCode)
const rejection = {
  ...messageCode,
  read: (value: unknown) => sipCode.read(value) ?? messageCode.read(value),
  expects: `${messageCode.expects}; or, for calls, a SIP code from ${firstSipCode} to ${lastSipCode}`,
}

type EffectForms = { readonly [D in Door]: { readonly [Name in Effects[D]['do']]: EffectForm } }

/** Everything that can happen, by door. */
export const effectForms: EffectForms = {
  api: {
    answer: {
      words: 'Refuses the request, in the form that clients know; nothing is done.',
      parts: {
        status: possible(whole(400, 599), 'The HTTP status; that of the code unless said.'),
        code: possible(whole(1, 99_999), 'The error code; 20000 and the status unless said.'),
        message: possible(textFrom(1, 500), 'The words; those of the code unless said.'),
      },
    },
    delay: { words: 'Lets the request wait, then does it.', parts: { ms: latency } },
    drop: {
      words: 'Closes the connection without an answer.',
      parts: {
        when: needed(
          word('before', 'after'),
          '`before` anything is done, or `after` everything was kept: only the answer is lost.',
        ),
      },
    },
  },
  webhook: {
    answer: {
      words: 'Is taken for the answer of the application, which is not asked.',
      parts: {
        status: needed(whole(200, 599), 'The HTTP status.'),
        body: possible(textFrom(0, 4000), 'What it says: TwiML, or a text.'),
      },
    },
    delay: {
      words: 'Lets the request be under way for so long; longer than its timeout, it fails with 11200.',
      parts: { ms: latency },
    },
    drop: { words: 'Lets no connection come about: 11205.', parts: {} },
    duplicate: { words: 'Tells it again at the same moment, with the same idempotency token.', parts: { copies } },
    reorder: {
      words:
        'Holds a status callback back until a later one about the same message or call was told, for 4 seconds at most.',
      parts: {},
    },
    'wrong-signature': { words: 'Signs with another token than that of the account.', parts: {} },
  },
  carrier: {
    reject: {
      words: 'Refuses a message, which fails, or a call.',
      parts: {
        code: needed(rejection, 'The error code of the message; for calls a SIP code: 486 is busy, 480 no answer.'),
      },
    },
    fail: {
      words: 'Takes a message, which does not arrive, and reports this error later.',
      parts: {
        code: needed(messageCode, 'The error code.'),
        status: possible(
          word('undelivered', 'failed'),
          'How the message ends; by its code unless said. `failed` is told at the hand-over.',
        ),
      },
    },
    'lose-receipt': { words: 'Reports nothing: the message arrives, and stays `sent`.', parts: {} },
    'lose-answer': { words: 'Takes a message, and the answer to the hand-over is lost: it is in doubt.', parts: {} },
    delay: { words: 'Reports so much later what became of a message or a call.', parts: { ms: onTheClock } },
    defer: { words: 'Takes no message and no call now: each is tried again after so long.', parts: { ms: onTheClock } },
    duplicate: { words: 'Reports the same again, in a burst.', parts: { copies } },
    reorder: {
      words: 'Reports what became of messages within the same second in the opposite order, at most 2 seconds late.',
      parts: {},
    },
  },
}

type MatchForms = { readonly [D in Door]: { readonly [Name in keyof Facts[D]]: Form } }

const pattern = textFrom(1, 200)
const account = possible(pattern, 'The SID of the account.')
const from = possible(pattern, 'The sender, the caller.')
const to = possible(pattern, 'The recipient, the called.')

/** Everything that can be asked of what goes through, by door. In patterns `*` stands for any characters. */
export const matchForms: MatchForms = {
  api: {
    method: possible(word('GET', 'HEAD', 'POST', 'PUT', 'DELETE'), 'The method.'),
    path: possible(
      pattern,
      'The end of the path, from a slash on, with or without `.json`: `/Messages`, `/Messages/SM*`.',
    ),
    account,
    from: possible(pattern, 'The parameter `From`.'),
    to: possible(pattern, 'The parameter `To`.'),
  },
  webhook: {
    url: possible(pattern, 'The address that is called.'),
    kind: possible(word(...webhookKinds), `What for: ${listed(webhookKinds)}.`),
    account,
    from,
    to,
    status: possible(
      word(...new Set([...messageStatuses, ...callStatuses])),
      'The status that it tells of a message or a call.',
    ),
  },
  carrier: {
    carrier: possible(pattern, 'The name of the carrier.'),
    kind: possible(word('message', 'call'), '`message` or `call`; both unless said.'),
    account,
    from,
    to,
    body: possible(pattern, 'The text, in which case counts.'),
  },
}

function listed(words: readonly string[]): string {
  return words.map((one) => `\`${one}\``).join(', ')
}
