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
  const [shown, setShown] = useState<'help' | 'palette' | null>(null)
  const [said, setSaid] = useState('')
  useKeyboard(setShown)
  const close = () => setShown(null)
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        title={`${words.deeds.palette} (${isMac() ? '⌘' : 'Ctrl'} K)`}
        onClick={() => setShown('palette')}
        className="flex items-center gap-2 rounded-md border-line p-1.5 text-muted hover:bg-raised sm:border sm:px-2 sm:py-1"
      >
        <Icon name="find" />
        <span className="sr-only">{words.find}</span>
        <kbd className="text-xs max-lg:hidden">{isMac() ? '⌘' : 'Ctrl'} K</kbd>
      </button>
      <output className="sr-only">{said}</output>
      {shown === 'help' && <Help closed={close} />}
      {shown === 'palette' && (
        <Palette
          closed={() => setShown((now) => (now === 'palette' ? null : now))}
          help={() => setShown('help')}
          say={setSaid}
        />
      )}
    </>
  )
}
