const mostFrames = 300

const field = () => document.querySelector<HTMLInputElement>('main input[type="search"]')

/** Goes into the search of this page, where it has one. */
export function focusSearch(): boolean {
  const found = field()
  found?.focus()
  found?.select()
  return found !== null
}

/** Goes into the search of a page that is about to be shown. */
export function focusSearchSoon(frames = mostFrames): void {
  if (!focusSearch() && frames > 0) requestAnimationFrame(() => focusSearchSoon(frames - 1))
}
