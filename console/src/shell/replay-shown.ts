/** Makes the request of this page again: the one that is looked at, else the one that is open, else the last. False where there is none. */
export function replayShown(): boolean {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('main [data-replay]')]
  const around = (button: HTMLElement) => button.closest('details')
  const button =
    buttons.find((one) => around(one)?.contains(document.activeElement)) ??
    buttons.findLast((one) => around(one)?.open) ??
    buttons.at(-1)
  if (!button) return false
  const details = around(button)
  if (details) details.open = true
  button.click()
  button.scrollIntoView({ block: 'nearest' })
  return true
}
