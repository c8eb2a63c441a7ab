import type { Instant } from '../../domain/clock.ts'
import type { PageView, Style } from './style.ts'

/** Version 2008-08-01: dates of the West Coast, totals in every list, XML where no suffix says otherwise. */
export const original: Style = {
  version: '2008-08-01',
  root: '/2008-08-01',
  product: 'api',
  absolute: false,
  representations: { '': 'xml', '.xml': 'xml', '.json': 'elements', '.csv': 'csv', '.html': 'html' },
  xmlDeclaration: '<?xml version="1.0"?>',
  pageNames: { page: 'page', pageSize: 'num' },
  tellsTotals: true,
  answersRemovals: true,
  refusals: {
    notFound: 'The requested resource was not found',
    callToMissing: 'No called number is specified',
    callFromMissing: 'No caller number is specified',
  },
  moment: pacificTime,
  listJson: (element, rows) => `{"${element}":[${rows.join(',')}]}`,
  listXml,
}

const hour = 3_600_000

/** RFC 2822 with the offset that California has at that moment. */
function pacificTime(at: Instant): string {
  const behind = hoursBehind(at)
  return new Date(at - behind * hour).toUTCString().replace('GMT', `-0${behind}00`)
}

/** Made when a date is first asked for: not every start needs it. */
let california: Intl.DateTimeFormat | undefined
/** What was looked up, by the hour that it holds in: clocks are changed at the full hour. */
const lookedUp = new Map<number, number>()
const mostLookedUp = 10_000

/** How many hours California is behind GMT: 8 in winter, 7 in summer. */
function hoursBehind(at: Instant): number {
  const key = Math.floor(at / hour)
  const known = lookedUp.get(key)
  if (known !== undefined) return known
  california ??= new Intl.DateTimeFormat('en-US', { timeZone: 'America/Los_Angeles', timeZoneName: 'longOffset' })
  const name = california.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const behind = Number(name.slice('GMT-'.length, 'GMT-08'.length))
  if (lookedUp.size >= mostLookedUp) lookedUp.clear()
  lookedUp.set(key, behind)
  return behind
}

function listXml(element: string, rows: readonly string[], { page, pageSize, start, end, totals }: PageView): string {
  if (!totals) throw new Error(`The list of ${element} was not counted.`)
  const attributes = { page, numpages: totals.numPages, pagesize: pageSize, total: totals.total, start, end }
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`)
  return `<${element}${written.join('')}>${rows.join('')}</${element}>`
}
