import { useState } from 'react'
import { useWords } from '../i18n/words.ts'
import { Icon } from '../parts/icon.tsx'
import { Help } from './help.tsx'
import { isMac } from './keyboard.ts'
import { Palette } from './palette.tsx'
import { useKeyboard } from './use-keyboard.ts'

/** Lets keys act on every page, and shows what they open; the palette has a button for those without keys. */
export function Keys() {
  const { keyboard: words } = useWords()
  const [shown, setShown] = useState<{ dialog: 'help' | 'palette'; turn: number } | null>(null)
  const [said, setSaid] = useState('')
  // A dialog tells that it is closed a moment after it is: another may be asked for by then, and stays.
  const show = (dialog: 'help' | 'palette') => setShown((now) => ({ dialog, turn: (now?.turn ?? 0) + 1 }))
  const closed = () => setShown((now) => (now?.turn === shown?.turn ? null : now))
  useKeyboard(show)
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        title={`${words.deeds.palette} (${isMac() ? '⌘' : 'Ctrl'} K)`}
        onClick={() => show('palette')}
        className="flex items-center gap-2 rounded-md border-line p-1.5 text-muted hover:bg-raised sm:border sm:px-2 sm:py-1"
      >
        <Icon name="find" />
        <span className="sr-only">{words.find}</span>
        <kbd className="text-xs max-lg:hidden">{isMac() ? '⌘' : 'Ctrl'} K</kbd>
      </button>
      <output className="sr-only">{said}</output>
      {shown?.dialog === 'help' && <Help key={shown.turn} closed={closed} />}
      {shown?.dialog === 'palette' && (
        <Palette key={shown.turn} closed={closed} help={() => show('help')} say={setSaid} />
      )}
    </>
  )
}
