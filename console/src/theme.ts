import { useSyncExternalStore } from 'react'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const key = 'trunkline.theme'
const watchers = new Set<() => void>()

const chosen = (): Theme => themes.find((theme) => theme === localStorage.getItem(key)) ?? 'system'

/** Keeps the theme in this browser, and paints it. `theme.js` paints it at the next visit, before anything else. */
export function chooseTheme(theme: Theme): void {
  localStorage.setItem(key, theme)
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  for (const watcher of watchers) watcher()
}

export const useTheme = (): Theme =>
  useSyncExternalStore((watcher) => {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
  }, chosen)
