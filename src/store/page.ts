import { type RawBuilder, sql } from 'kysely'
import type { Anchor, Page, PageRequest } from '../domain/page.ts'

type Fetch<Row> = (
  anchor: Anchor | undefined,
  /** How the row's key compares to the anchor's. */
  comparison: RawBuilder<unknown>,
  order: 'asc' | 'desc',
  limit: number,
  offset: number,
) => Promise<Row[]>

/**
 * Reads one page of a list that shows the newest first, by key: rows are found from the anchor's sort value and SID on, so that the
 * cost does not grow with the place in the list, and a deleted anchor breaks nothing.
 */
export async function pageOf<Row>({ size, anchor, skip }: PageRequest, fetch: Fetch<Row>): Promise<Page<Row>> {
  // One row more than asked tells whether a further page follows.
  if (anchor?.direction === 'before') {
    const found = await fetch(anchor, sql`>`, 'asc', size + 1, 0)
    return { rows: found.slice(0, size).reverse(), hasNext: true, hasPrevious: found.length > size }
  }
  const found = await fetch(anchor, sql`<`, 'desc', size + 1, anchor ? 0 : skip)
  return { rows: found.slice(0, size), hasNext: found.length > size, hasPrevious: anchor !== undefined || skip > 0 }
}
