/** Moves the focus to the next row of the page's list, or the one before; without one to the first that is seen. False where there is no list. */
export function moveInRows(by: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')]
  if (rows.length === 0) return false
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const row = at === -1 ? (rows.find(isSeen) ?? rows[0]) : rows[at + by]
  const target = row?.querySelector<HTMLElement>('a[href], button') ?? row
  target?.focus({ preventScroll: true })
  row?.scrollIntoView({ block: 'nearest' })
  return true
}

/** A long list has rows above and below what is seen of it. */
function isSeen(row: HTMLElement): boolean {
  const list = row.closest('[data-rows], main')
  return list === null || row.getBoundingClientRect().top >= list.getBoundingClientRect().top
}
