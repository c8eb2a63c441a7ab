import type { Words } from '../i18n/words.ts'
import { isThere, type PageEntry, pages } from './pages.ts'

/** What a key does on every page. */
export type Deed = keyof Words['keyboard']['deeds']

export interface Key {
  /** What is pressed, one after the other. */
  press: readonly [string] | readonly [string, string]
  does: Deed | PageEntry
  /** Pressed together with Ctrl, or ⌘ on a Mac. */
  withPrimary?: true
  /** Acts in a field, too. */
  inFields?: true
  /** Goes on while it is held down. */
  repeats?: true
  /** What the browser does by itself. */
  byBrowser?: true
}

/** Every key of the console: what acts and what the help tells are made from this. */
const keys: readonly Key[] = [
  { press: ['k'], does: 'palette', withPrimary: true, inFields: true },
  { press: ['/'], does: 'search' },
  { press: ['j'], does: 'next', repeats: true },
  { press: ['k'], does: 'previous', repeats: true },
  { press: ['Enter'], does: 'open', byBrowser: true },
  { press: ['r'], does: 'replay' },
  ...pages.flatMap((page): Key[] => (page.key === undefined ? [] : [{ press: ['g', page.key], does: page }])),
  { press: ['?'], does: 'help' },
  { press: ['Escape'], does: 'leave', inFields: true },
]

/** The keys that there are on a server of this kind. */
export const keysOn = (isProduction: boolean): readonly Key[] =>
  keys.filter(({ does }) => typeof does === 'string' || isThere(does, isProduction))

/** A Mac has ⌘ where others have Ctrl; there Ctrl+K edits text. */
export const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.platform)

/** What of a key event counts, without what only its field may know. */
export type Pressed = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat' | 'isComposing' | 'keyCode'
>

/** What an input method has for itself is told by this code where `isComposing` is not yet, or no longer, set. */
const composed = 229

/** The key that is meant, or that a first one was pressed of two; `before` is the first one when it was pressed just now. */
export function meant(
  among: readonly Key[],
  pressed: Pressed,
  { before, isTyping }: { before: string | null; isTyping: boolean },
): Key | 'first' | null {
  if (pressed.isComposing || pressed.keyCode === composed || pressed.altKey) return null
  const [primary, other] = isMac() ? [pressed.metaKey, pressed.ctrlKey] : [pressed.ctrlKey, pressed.metaKey]
  if (other || (primary && pressed.shiftKey)) return null
  // Shift makes another letter, but is how some keyboards write a sign; caps lock makes no difference.
  const pressedKey = pressed.shiftKey || pressed.key.length > 1 ? pressed.key : pressed.key.toLowerCase()
  const possible = among.filter(
    ({ withPrimary = false, inFields = false, repeats = false }) =>
      withPrimary === primary && (inFields || !isTyping) && (repeats || !pressed.repeat),
  )
  const fits = (wanted: readonly string[]) =>
    possible.find(({ press }) => press.length === wanted.length && press.every((one, i) => one === wanted[i]))
  if (before !== null) return fits([before, pressedKey]) ?? null
  return (
    fits([pressedKey]) ?? (possible.some(({ press }) => press.length === 2 && press[0] === pressedKey) ? 'first' : null)
  )
}
