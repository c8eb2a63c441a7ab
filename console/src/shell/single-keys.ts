import { useSyncExternalStore } from 'react'

const key = 'trunkline.single-keys'
const watchers = new Set<() => void>()

/** Whether keys act that are pressed alone. Who speaks to the computer wants them off: each word is keys to it. */
export const hasSingleKeys = (): boolean => localStorage.getItem(key) !== 'off'

/** Keeps in this browser whether keys act that are pressed alone. */
export function chooseSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(key)
  else localStorage.setItem(key, 'off')
  for (const watcher of watchers) watcher()
}

export const useSingleKeys = (): boolean =>
  useSyncExternalStore((watcher) => {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
  }, hasSingleKeys)
