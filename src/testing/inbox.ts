import type { PhoneText } from './wire-shapes.ts'
import type { World } from './world.ts'
import type { LiveEvent } from './stream.ts'

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
}

/** Follows what reaches a number from now on, after what is known of it. */
export async function openInbox(
  number: string,
  known: () => Promise<readonly PhoneText[]>,
  world: World,
): Promise<Inbox> {
  const stream = await world.stream()
  const texts = new Map<string, PhoneText>()
  const taken = new Set<string>()
  const add = (text: PhoneText) => {
    if (text.direction === 'received' && !texts.has(text.id)) texts.set(text.id, text)
  }
  world.atClose(
    stream.listen(({ type, data }: LiveEvent) => {
      // Events of phones are texts as phones show them.
      if (type === 'phone' && data.phoneNumber === number) add(data as unknown as PhoneText)
    }),
  )
  for (const text of await known()) add(text)
  return {
    get arrived() {
      return [...texts.values()]
    },
    get unseen() {
      return [...texts.values()].filter(({ id }) => !taken.has(id))
    },
    get lastFrom() {
      return [...texts.values()].at(-1)?.from ?? null
    },
    take: ({ id }) => void taken.add(id),
    until: (holds, ms) => stream.until(holds, ms),
  }
}
