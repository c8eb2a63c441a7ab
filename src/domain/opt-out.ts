import { type Block, blockKey } from './block.ts'

/** What a person asks for with one word: silence, the end of it, or help. */
export type OptOutKind = 'stop' | 'start' | 'help'

/** Words, in capitals, and what is answered to them. */
export interface OptOutWords {
  keywords: readonly string[]
  reply: string
}

/** What a messaging service says in place of the usual words and replies. Its webhooks then tell what a message asked for. */
export type OptOutSettings = Readonly<Record<OptOutKind, OptOutWords>>

/** The words and replies of every number and service that has none of its own. */
export const usualOptOuts: OptOutSettings = {
  stop: {
    keywords: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'OPTOUT', 'REVOKE'],
    reply:
      'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  },
  start: {
    keywords: ['START', 'YES', 'UNSTOP'],
    reply:
      'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  },
  help: { keywords: ['HELP', 'INFO'], reply: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.' },
}

/** Toll-free numbers are answered for by their network, which knows one word for silence, two for its end, and none for help. */
export const tollFreeOptOuts: OptOutSettings = {
  stop: {
    keywords: ['STOP'],
    reply:
      'NETWORK MSG: You replied with the word "stop" which blocks all texts sent from this number. Text back "unstop" to receive messages again.',
  },
  start: {
    keywords: ['UNSTOP', 'START'],
    reply: 'NETWORK MSG: You have replied "unstop" and will begin receiving messages again from this number.',
  },
  help: { keywords: [], reply: '' },
}

const kinds = ['stop', 'start', 'help'] as const

/** What a text asks for: it must be one of the words and nothing else, in any case; blanks and punctuation around it do not count. */
export function readOptOut(body: string, settings: OptOutSettings): { kind: OptOutKind; keyword: string } | null {
  // Longer than any word with what may stand around it.
  if (body.length > 100) return null
  const keyword = body.replace(/^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}]+$/gu, '').toUpperCase()
  const kind = kinds.find((one) => settings[one].keywords.includes(keyword))
  return kind ? { kind, keyword } : null
}

interface Writing {
  accountSid: string
  to: string
  from: string | null
  messagingServiceSid: string | null
}

/** The keys of the blocks of which each alone keeps a message from being sent: of its sender, of its service, of everyone. */
export function silencedBy({ accountSid, to, from, messagingServiceSid }: Writing): readonly string[] {
  const senders = ['', from, messagingServiceSid].filter((sender) => sender !== null)
  return senders.map((sender) => blockKey({ accountSid, to, sender, kind: 'opted-out' }))
}

/** The silence of a person towards a sender. */
export function silence(accountSid: string, to: string, sender: string, dateCreated: number): Block {
  const pair = { accountSid, to, sender, kind: 'opted-out' } as const
  return { key: blockKey(pair), ...pair, dateCreated }
}
