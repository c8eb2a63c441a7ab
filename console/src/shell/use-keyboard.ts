import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useIsProduction } from '../session.ts'
import { focusSearch, focusSearchSoon } from './focus-search.ts'
import { type Deed, keysOn, meant } from './keyboard.ts'
import { replayShown } from './replay-shown.ts'
import { moveInRows } from './rows.ts'
import { hasSingleKeys } from './single-keys.ts'

/** So long a first key waits for the second, in milliseconds. */
const patience = 1500

/** Lets keys act on the whole page: not in a field, and not behind a dialog. */
export function useKeyboard(show: (dialog: 'help' | 'palette') => void): void {
  const navigate = useNavigate()
  const isProduction = useIsProduction()
  const first = useRef<{ key: string; at: number } | null>(null)

  /** Whether there was something to do. */
  const act = (deed: Deed): boolean => {
    switch (deed) {
      case 'search':
        if (!focusSearch()) void navigate({ to: '/messages' }).then(() => focusSearchSoon())
        return true
      case 'next':
        return moveInRows(1)
      case 'previous':
        return moveInRows(-1)
      case 'replay':
        return replayShown()
      case 'help':
      case 'palette':
        show(deed)
        return true
      case 'leave':
        return leaveField()
      case 'open':
        return false
    }
  }

  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || onlyModifies.has(event.key) || document.querySelector('dialog:modal')) return
    const before = first.current && event.timeStamp - first.current.at < patience ? first.current.key : null
    first.current = null
    const key = meant(keysOn(isProduction), event, { before, isTyping: isTyping(event.target) })
    if (key === null) return
    if (!hasSingleKeys() && (key === 'first' || !(key.withPrimary || key.inFields))) return
    if (key === 'first') first.current = { key: event.key.toLowerCase(), at: event.timeStamp }
    else if (typeof key.does === 'string') {
      if (act(key.does)) event.preventDefault()
    } else {
      event.preventDefault()
      void navigate({ to: key.does.to }).then(focusContent)
    }
  })

  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

/** Where somebody goes on who came by a key. */
export const focusContent = (): void => document.getElementById('content')?.focus({ preventScroll: true })

const onlyModifies: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'CapsLock'])

/** Fields of these types are set, not written in. */
const notWritten: ReadonlySet<string> = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'file'])

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !notWritten.has(target.type)
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, select'))
}

/** Leaves a field with what is in it, so that keys act again. */
function leaveField(): boolean {
  if (!isTyping(document.activeElement)) return false
  focusContent()
  return true
}
