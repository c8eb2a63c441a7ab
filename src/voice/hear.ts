import type { Carrying } from './carrying.ts'
import { goOnAfter } from './carry-out.ts'
import { type Draft, type Next, tell } from './draft.ts'
import { dialKeys } from './review-dial.ts'
import { gatherKeys, gatherWords } from './verbs/gather.ts'
import { listen, recordKeys } from './verbs/record-voice.ts'

/** Keys or words came from the other end: whatever waits for such goes on with them, all else lets them pass. */
export async function hear(draft: Draft, heard: { digits: string } | { words: string }, has: Carrying): Promise<void> {
  const next = 'digits' in heard ? await hearKeys(draft, heard.digits, has) : hearWords(draft, heard.words)
  await goOnAfter(next, draft, has)
}

async function hearKeys(draft: Draft, digits: string, has: Carrying): Promise<Next> {
  tell(draft, 'pressed', { digits })
  const { waiting } = draft.run
  switch (waiting.for) {
    case 'input':
      return gatherKeys(waiting.gathering, digits, draft)
    case 'recording':
      return recordKeys(waiting.taping, digits, draft, has.ledger)
    case 'dial':
      return dialKeys(waiting.dialing, digits, draft, has)
    default:
      return 'waits'
  }
}

function hearWords(draft: Draft, words: string): Next {
  tell(draft, 'spoken', { words })
  const { waiting } = draft.run
  if (waiting.for === 'input') return gatherWords(waiting.gathering, words, draft)
  return waiting.for === 'recording' ? listen(waiting.taping, draft) : 'waits'
}
