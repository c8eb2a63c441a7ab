import type { Account } from '../domain/account.ts'
import type { Clock } from '../domain/clock.ts'
import type { Inventory } from '../domain/inventory.ts'
import type { Ledger, PageRequest } from '../domain/ledger.ts'
import type { Log } from '../log.ts'
import type { Fields } from './field.ts'
import type { Form } from './form.ts'
import type { Listed, Standing } from './paging.ts'
import { type InputOf, inputReader, type Params, wireNameOf } from './param.ts'
import type { Style } from './wire/style.ts'

/** What the API needs of the house. */
export interface ApiContext {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly inventory: Inventory
  /** Which carrier gets the messages that are sent. */
  readonly carrier: string
  readonly log: Pick<Log, 'info' | 'error'>
  /** Wakes who does the deed: something for it was kept. */
  nudge(this: void, deed?: string): void
}

/** What every verb is told of the request. */
export interface Call {
  /** The account that the path names; without one, the caller. */
  readonly account: Account
  /** Whose credentials came with the request: the account itself or its parent. */
  readonly caller: Account
  /** The last part of an instance's path. */
  readonly sid: string
  readonly style: Style
  readonly has: ApiContext
}

/** Something that can be done to a subject: to one record, or to the whole collection (null). */
export interface Verb<Subject, Result> {
  readonly doc: string
  readonly params: Params
  run(this: void, form: Form, call: Call, subject: Subject): Promise<Result>
}

export interface Listing<T> {
  readonly doc: string
  readonly params: Params
  /** Which of the query's parameters filter, as the list's links repeat them. */
  filtersOf(this: void, query: Form): Form
  run(this: void, filters: Form, call: Call, page: PageRequest): Promise<Listed<T>>
  standingOf(this: void, row: T): Standing
}

export interface Mount {
  readonly style: Style
  /** Behind the style's root; `:accountSid` is the account whose credentials, or whose parent's, are asked for. */
  readonly path: string
  /** The name of an instance in the path, when it is the account itself. */
  readonly instance?: ':accountSid'
}

/** A resource, declared once: routes, JSON, XML, CSV, lists, forms, refused methods and the OpenAPI document follow from it. */
export interface Resource<T> {
  /** In XML, and as a schema's name. */
  readonly name: string
  readonly plural: string
  /** The key of a list's rows in JSON. */
  readonly collection: string
  readonly doc: string
  readonly mounts: readonly Mount[]
  readonly sidPrefixes: readonly string[]
  readonly fields: Fields<T>
  /** XML shows the properties in another order than JSON, and lists in another than instances. */
  readonly xmlOrder?: { readonly instance?: readonly string[]; readonly list?: readonly string[] }
  readonly list?: Listing<T>
  readonly create?: Verb<null, T>
  /** Finds the instance that the path names. Without it, the resource is a collection only. */
  readonly fetch?: { readonly doc: string; run(this: void, call: Call): Promise<T | null> }
  readonly update?: Verb<T, T>
  readonly remove?: Verb<T, void>
  /** The account's own record stays open to its parent when the account is not active. */
  readonly whileInactive?: true
}

interface VerbDeclaration<P extends Params, Subject, Result> {
  doc: string
  params: P
  run(this: void, input: InputOf<P>, call: Call, subject: Subject): Promise<Result>
}

/** Declares a verb with the parameters of its form. */
export function verb<P extends Params, Subject, Result>(
  declaration: VerbDeclaration<P, Subject, Result>,
): Verb<Subject, Result> {
  const read = inputReader(declaration.params)
  return { ...declaration, run: (form, call, subject) => declaration.run(read(form), call, subject) }
}

interface ListingDeclaration<P extends Params, T> {
  doc: string
  params: P
  run(this: void, filter: InputOf<P>, call: Call, page: PageRequest): Promise<Listed<T>>
  standingOf(this: void, row: T): Standing
}

/** Declares a list with the parameters that filter it. */
export function listing<P extends Params, T>(declaration: ListingDeclaration<P, T>): Listing<T> {
  const read = inputReader(declaration.params)
  const names = new Set(Object.entries(declaration.params).map(([name, declared]) => wireNameOf(name, declared)))
  return {
    ...declaration,
    filtersOf: (query) => query.map(splitInequality).filter(([name, value]) => value !== '' && names.has(name)),
    run: (filters, call, page) => declaration.run(read(filters), call, page),
  }
}

/** `DateSent>2009-07-06`, typed without `=`, arrives as a name without a value. */
function splitInequality(pair: readonly [string, string]): readonly [string, string] {
  const [, name, value] = pair[1] === '' ? (/^(\w+[<>])=?(.+)$/.exec(pair[0]) ?? []) : []
  return name !== undefined && value !== undefined ? [name, value] : pair
}
