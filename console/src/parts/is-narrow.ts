import { useSyncExternalStore } from 'react'

/** Where `md:` of the style sheet does not hold. */
const narrow = matchMedia('(width < 48rem)')

/** Whether the window is as narrow as that of a phone. */
export const useIsNarrow = (): boolean =>
  useSyncExternalStore(
    (watcher) => {
      narrow.addEventListener('change', watcher)
      return () => narrow.removeEventListener('change', watcher)
    },
    () => narrow.matches,
  )
