import { useEffect, useId, useRef, useState } from 'react'
import { useWords } from '../i18n/words.ts'
import { Modal } from '../parts/modal.tsx'
import { ShowError } from '../parts/show-error.tsx'
import { look } from '../parts/styles.ts'
import { type Entry, useEntries } from './palette-entries.ts'
import { focusContent } from './use-keyboard.ts'

/** So many are shown; who looks for another types more of it. */
const mostShown = 50

/** Finds what one can go to or do, by some letters of it. */
export function Palette({ closed, help, say }: { closed(): void; help(): void; say(text: string): void }) {
  const { keyboard: words, common } = useWords()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [error, setError] = useState<Error | null>(null)
  const busy = useRef(false)
  const input = useRef<HTMLInputElement>(null)
  const chosen = useRef<HTMLButtonElement>(null)
  const id = useId()
  const entries = useEntries(text, help).slice(0, mostShown)
  const index = Math.min(at, entries.length - 1)
  useEffect(() => {
    // Its answer is none for React: some browsers answer with a promise.
    chosen.current?.scrollIntoView({ block: 'nearest' })
  }, [index])

  async function run(entry: Entry | undefined): Promise<void> {
    if (!entry || busy.current) return
    busy.current = true
    const dialog = input.current?.closest('dialog')
    try {
      setError(null)
      await entry.run()
      dialog?.close()
      if (entry.kind === 'deed' && !entry.goes) say(words.done(entry.title))
      else if (entry.id !== 'help') focusContent()
    } catch (reason) {
      setError(reason instanceof Error ? reason : new Error(String(reason)))
    } finally {
      busy.current = false
    }
  }

  function pressed(event: React.KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (move !== undefined) setAt((index + move + entries.length) % entries.length)
    else if (event.key === 'Enter') void run(entries[index])
    else return
    event.preventDefault()
  }

  return (
    <Modal label={words.find} closed={closed}>
      <div className="flex items-center gap-2 p-2">
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label={words.find}
          aria-autocomplete="list"
          aria-expanded="true"
          aria-controls={`${id}list`}
          aria-activedescendant={`${id}${index}`}
          autoComplete="off"
          spellCheck={false}
          placeholder={words.findHint}
          value={text}
          onChange={({ target }) => {
            setText(target.value)
            setAt(0)
          }}
          onKeyDown={pressed}
          className={`${look.field} min-w-0 flex-1`}
        />
        <button type="button" onClick={() => input.current?.closest('dialog')?.close()} className={look.button}>
          {common.close}
        </button>
      </div>
      <ShowError error={error} />
      <div id={`${id}list`} role="listbox" aria-label={words.found} className="max-h-[60vh] overflow-auto px-2 pb-2">
        {entries.map((entry, i) => (
          <button
            key={entry.id}
            id={`${id}${i}`}
            ref={i === index ? chosen : undefined}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={i === index}
            onMouseDown={keepFocus}
            onClick={() => void run(entry)}
            className="flex w-full items-baseline gap-3 rounded-md px-2 py-1 text-left hover:bg-raised aria-selected:bg-accent-soft aria-selected:text-accent"
          >
            <span className="min-w-0 flex-1 truncate">
              <bdi>{entry.title}</bdi>
              {entry.detail !== undefined && (
                <>
                  {' '}
                  <bdi>{entry.detail}</bdi>
                </>
              )}
            </span>
            <span className="text-xs text-muted">{words.kinds[entry.kind]}</span>
          </button>
        ))}
      </div>
    </Modal>
  )
}

/** Who chooses by the pointer goes on typing. */
const keepFocus = (event: React.MouseEvent): void => event.preventDefault()
