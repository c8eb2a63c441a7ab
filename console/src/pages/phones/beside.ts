/** A phone that stands on the page, and with whom it speaks; unless said, with whom it did last. */
export interface Standing {
  number: string
  peer?: string
}

/** So many phones stand beside each other at most. */
export const mostPhones = 4

/** Those that stand beside the first, as the address of the page has them: `+15550100,+15550101~+15550199`. A plus may have come as a space. */
export function besideIn(text: unknown): Standing[] {
  const found = new Map<string, Standing>()
  for (const part of typeof text === 'string' || typeof text === 'number' ? String(text).split(',') : []) {
    const [given = '', said = ''] = part.split('~')
    const number = given.replace(/^ ?(?=\d)/, '+')
    const peer = said.replace(/^ /, '+')
    if (/^\+\d{1,15}$/.test(number)) found.set(number, { number, ...(peer !== '' && { peer }) })
  }
  return [...found.values()].slice(0, mostPhones - 1)
}

/** The same, written for the address. */
export const besideText = (beside: readonly Standing[]): string =>
  beside.map(({ number, peer }) => (peer === undefined ? number : `${number}~${peer}`)).join(',')

/** The address of a page with these phones, from the first on. */
export function pageOf([first, ...beside]: readonly Standing[]): {
  number: string
  search: { peer?: string; beside?: string }
} | null {
  if (!first) return null
  const { number, peer } = first
  return {
    number,
    search: { ...(peer !== undefined && { peer }), ...(beside.length > 0 && { beside: besideText(beside) }) },
  }
}
