import type { Page, PageRequest } from '../domain/page.ts'

const pageSize = 1000

/** Reads all that a list has, page by page. */
export async function everyOne<T>(list: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = []
  for (let more = true; more;) {
    const { rows, hasNext } = await list({ size: pageSize, skip: all.length })
    all.push(...rows)
    more = hasNext && rows.length > 0
  }
  return all
}
