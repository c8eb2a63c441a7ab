import { blame, type Draft, type Next, tell } from '../draft.ts'

/** What is understood and not carried out: that is told, and the rest goes on. */
export function notSimulated({ name }: { name: string }, draft: Draft): Next {
  tell(draft, 'not-simulated', { name })
  blame(draft, { code: 13750, level: 'warning', text: `<${name}> is not simulated: the document goes on without it` })
  return 'on'
}
