import { useParams, useSearch } from '@tanstack/react-router'
import { besideIn, type Standing } from './beside.ts'

/** The phones that stand on the page, in their order; none before one is chosen. */
export function useStanding(): readonly Standing[] {
  const { number } = useParams({ strict: false })
  const { peer, beside } = useSearch({ strict: false })
  if (number === undefined) return []
  const first = { number, ...(peer !== undefined && { peer }) }
  return [first, ...besideIn(beside).filter((one) => one.number !== number)]
}
