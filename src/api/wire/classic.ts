import { type Instant, rfc2822 } from '../../domain/clock.ts'
import { quote } from './json.ts'
import type { PageView, Style } from './style.ts'
import { escapeAttribute } from './xml.ts'

/** Version 2010-04-01: RFC 2822 dates, page links beside the rows, XML where no suffix says otherwise. */
export const classic: Style = {
  version: '2010-04-01',
  root: '/2010-04-01',
  product: 'api',
  absolute: false,
  representations: { '': 'xml', '.json': 'json', '.xml': 'xml', '.csv': 'csv' },
  moment: writtenMoment,
  listJson,
  listXml,
}

const slots: { second: number; written: string }[] = Array.from({ length: 64 }, () => ({ second: -1, written: '' }))

/** Remembers the last seconds: most dates of an answer are of the same few. */
function writtenMoment(at: Instant): string {
  const second = Math.floor(at / 1000)
  const slot = slots[second & 63]!
  if (slot.second !== second) {
    slot.written = rfc2822(at)
    slot.second = second
  }
  return slot.written
}

/** One key that is not about paging, never two: SDKs find the rows by that. */
function listJson(collection: string, rows: readonly string[], page: PageView): string {
  const { totals } = page
  const pairs = [
    ['first_page_uri', quote(page.firstPageUri)],
    ['end', page.end],
    ['previous_page_uri', orNull(page.previousPageUri)],
    [collection, `[${rows.join(', ')}]`],
    ['uri', quote(page.uri)],
    ['page_size', page.pageSize],
    ['start', page.start],
    ['next_page_uri', orNull(page.nextPageUri)],
    ['page', page.page],
    ...(totals
      ? [
          ['num_pages', totals.numPages],
          ['total', totals.total],
          ['last_page_uri', quote(totals.lastPageUri)],
        ]
      : []),
  ]
  return `{${pairs.map(([name, value]) => `"${name}": ${value}`).join(', ')}}`
}

const orNull = (uri: string | null) => (uri === null ? 'null' : quote(uri))

function listXml(element: string, rows: readonly string[], page: PageView): string {
  const attributes = [
    ['page', String(page.page)],
    ['pagesize', String(page.pageSize)],
    ['uri', page.uri],
    ['firstpageuri', page.firstPageUri],
    ['previouspageuri', page.previousPageUri ?? ''],
    ['nextpageuri', page.nextPageUri ?? ''],
  ] as const
  const written = attributes.map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('')
  return `<${element}${written}>${rows.join('')}</${element}>`
}
