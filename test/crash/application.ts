import { openReceiver, type Received, type Receiver, twiml } from '../receiver.ts'
import { waitUntil } from './wait-until.ts'

/** What the application said once when it was asked about a message. */
export interface ApplicationReply {
  /** The SID of the message that came in. */
  about: string
  document: Document
  /** Under which token it was asked. */
  token: string
  /** The texts of the messages that it wants to be sent: no two have the same. */
  texts: readonly string[]
}

/** The first document, and that to which it leads for some messages. */
type Document = 'first' | 'next'

export interface Application extends AsyncDisposable {
  /** Where numbers ask. */
  readonly url: string
  readonly replies: readonly ApplicationReply[]
  /** Waits until it was asked so many times more. */
  more(questions: number): Promise<void>
}

/** An application that replies to messages by what their texts ask for, each time with texts that it never used before. */
export async function openApplication(): Promise<Application> {
  const replies: ApplicationReply[] = []
  const receiver: Receiver = await openReceiver(({ url, parameters, headers }: Received) => {
    const { MessageSid: about = '', Body: body = '' } = parameters
    const document = url.endsWith(paths.next) ? 'next' : 'first'
    const isDouble = document === 'first' && body.includes(asking.double)
    const texts = Array.from({ length: isDouble ? 2 : 1 }, (_, i) => `reply ${replies.length}.${i}`)
    const leadsOn = document === 'first' && body.includes(asking.more)
    replies.push({ about, document, token: String(headers['i-twilio-idempotency-token']), texts })
    const messages = texts.map((text) => `<Message>${text}</Message>`).join('')
    return twiml(messages + (leadsOn ? `<Redirect>${paths.next}</Redirect>` : ''))
  })
  return {
    url: receiver.url + paths.first,
    replies,
    more(questions) {
      const enough = replies.length + questions
      return waitUntil(
        () => replies.length >= enough,
        () => `asked ${replies.length} times; ${enough} were waited for`,
      )
    },
    [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose](),
  }
}

/** What a text may ask for: two messages at once, and another document. */
export const asking = { double: 'twice', more: 'more' } as const

const paths: Readonly<Record<Document, string>> = { first: '/first', next: '/next' }
