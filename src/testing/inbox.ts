import type { PhoneText } from './wire-shapes.ts'
import type { LiveEvent } from './stream.ts'
import type { World } from './world.ts'

/** What reached a phone and no wait has taken yet, oldest first. Each text is taken once. */
export interface Inbox {
  /** All that arrived, also what was taken. */
  readonly arrived: readonly PhoneText[]
  readonly unseen: readonly PhoneText[]
  /** Who wrote last. */
  readonly lastFrom: string | null
  take(text: PhoneText): void
  /** Resolves with true as soon as `holds` does, with false when the time is over. */
  until(holds: () => boolean, ms: number): Promise<boolean>
  /** Asks what is there by now: events may come a moment after the answer to something else. */
  refresh(): Promise<void>
  /** Hears no more. */
  close(): void
}

export interface InboxOptions {
  number: string
  /** Whose texts it is about; everybody's where null. */
  accountSid: string | null
  /** Whether it is nobody's number so far, so that nothing can have arrived. */
  isNew: boolean
  /** What has arrived by now, asked again when the server says that something was missed, as when it went back to a snapshot. */
  known(): Promise<readonly PhoneText[]>
}

/** So many texts are remembered, the newest. */
const mostTexts = 10_000

/** Follows what reaches a number from now on, after what is known of it. */
export async function openInbox({ number, accountSid, isNew, known }: InboxOptions, world: World): Promise<Inbox> {
  const stream = await world.stream()
  const texts = new Map<string, PhoneText>()
  const taken = new Set<string>()
  let looking: Promise<void> = Promise.resolve()

  function add(text: PhoneText) {
    if (text.direction !== 'received' || texts.has(text.id)) return
    texts.set(text.id, text)
    const [oldest] = texts.size > mostTexts ? texts.keys() : []
    if (oldest !== undefined) texts.delete(oldest)
  }
  async function lookAgain() {
    const found = await known()
    texts.clear()
    for (const text of found) add(text)
  }
  const close = stream.listen(({ type, data }: LiveEvent) => {
    // Where that fails, whoever waits hears of the server in another way.
    if (type === 'missed') looking = lookAgain().catch(() => {})
    if (type !== 'phone' || data.phoneNumber !== number) return
    // Events of phones are texts as phones show them.
    if (accountSid === null || data.accountSid === accountSid) add(data as unknown as PhoneText)
  })
  if (!isNew) for (const text of await known()) add(text)

  const arrived = () => [...texts.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return {
    get arrived() {
      return arrived()
    },
    get unseen() {
      return arrived().filter(({ id }) => !taken.has(id))
    },
    get lastFrom() {
      return arrived().at(-1)?.from ?? null
    },
    async refresh() {
      await looking
      for (const text of await known()) add(text)
    },
    take: ({ id }) => void taken.add(id),
    async until(holds, ms) {
      return stream.until(async () => {
        await looking
        return holds()
      }, ms)
    },
    close,
  }
}
