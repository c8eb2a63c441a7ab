import type { Instant } from '../../domain/clock.ts'
import { quote } from './json.ts'
import type { PageView, Style } from './style.ts'

/** The newer products, of which messaging is one: JSON under every path, whole URLs as links, ISO 8601 dates, what a list says of itself in `meta`. */
export const v1: Style = {
  version: 'v1',
  root: '/v1',
  product: 'messaging',
  absolute: true,
  representations: { '': 'json' },
  moment: (at: Instant) => `${new Date(at).toISOString().slice(0, -'.000Z'.length)}Z`,
  listJson,
  listXml: () => {
    throw new Error('Version v1 writes no XML.')
  },
}

/** The product that watches over the others. Under the path alone its addresses stand beside those of messaging. */
export const monitor: Style = { ...v1, product: 'monitor' }

function listJson(collection: string, rows: readonly string[], page: PageView): string {
  const meta = {
    page: page.page,
    page_size: page.pageSize,
    first_page_url: quote(page.firstPageUri),
    previous_page_url: orNull(page.previousPageUri),
    url: quote(page.uri),
    next_page_url: orNull(page.nextPageUri),
    key: quote(collection),
  }
  const pairs = Object.entries(meta).map(([name, value]) => `"${name}": ${value}`)
  return `{"meta": {${pairs.join(', ')}}, "${collection}": [${rows.join(', ')}]}`
}

const orNull = (uri: string | null) => (uri === null ? 'null' : quote(uri))
