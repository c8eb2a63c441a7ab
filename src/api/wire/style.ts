import type { Instant } from '../../domain/clock.ts'
import type { ProblemName } from '../../domain/problem.ts'

/** What a path may end in to say how it wants to be answered. */
export type Suffix = '' | '.json' | '.xml' | '.csv' | '.html'

/** How one generation of the API writes values, lists and links. */
export interface Style {
  /** Kept with what was made through it. */
  readonly version: string
  /** In front of every path and every link. */
  readonly root: string
  /** The first label of the host names that serve it: `api` for api.twilio.com. */
  readonly product: string
  /** Whether links begin with the host that was asked, not with the path. */
  readonly absolute: boolean
  /** The suffixes that it knows; without one, the first is meant. */
  readonly representations: Readonly<Partial<Record<Suffix, RepresentationName>>>
  /** How its XML documents begin, where that is not as everybody's. */
  readonly xmlDeclaration?: string
  /** The parameters that choose a page of a list, where they are not named as everywhere. */
  readonly pageNames?: PageNames
  /** Every list says how long it is. */
  readonly tellsTotals?: true
  /** What is removed is answered with 200 and an empty document, not with 204 and nothing. */
  readonly answersRemovals?: true
  /** Refusals that it words in its own way; and it says nothing in detail. */
  readonly refusals?: Readonly<Partial<Record<ProblemName, string>>>
  moment(at: Instant): string
  /** The list's JSON around its rows, each already written. */
  listJson(collection: string, rows: readonly string[], page: PageView): string
  /** The list's XML element around its rows, each already written. */
  listXml(element: string, rows: readonly string[], page: PageView): string
}

/** `elements` is JSON with the names, the order and the texts of XML. */
export type RepresentationName = 'json' | 'xml' | 'csv' | 'html' | 'elements'

/** What the parameters are called that choose a page; without a token, pages are found by counting. */
export interface PageNames {
  readonly page: string
  readonly pageSize: string
  readonly pageToken?: string
}

/** Where a value is written: what links in it depend on. */
export interface Place {
  readonly style: Style
  /** Scheme and host that were asked, for links that begin with them. */
  readonly origin: string
  /** Links end as the request's path did. */
  readonly suffix: Suffix
}

/** What a list says of itself beside its rows. */
export interface PageView {
  readonly uri: string
  readonly firstPageUri: string
  readonly nextPageUri: string | null
  readonly previousPageUri: string | null
  readonly page: number
  readonly pageSize: number
  /** Place of the first and the last row in the whole list, from 0. */
  readonly start: number
  readonly end: number
  /** Only where the list counts. */
  readonly totals?: { readonly total: number; readonly numPages: number; readonly lastPageUri: string }
}
