import type { Account } from '../domain/account.ts'
import type { Clock } from '../domain/clock.ts'
import type { ErrorEra } from '../domain/error-era.ts'
import type { Faults } from '../domain/faults.ts'
import type { Inventory } from '../domain/inventory.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { PageRequest } from '../domain/page.ts'
import type { RefusedRequest } from '../domain/refused-request.ts'
import type { Log } from '../log.ts'
import type { SendingRules } from '../messaging/sending-rules.ts'
import type { Fields } from './field.ts'
import type { Form } from './form.ts'
import type { Answer } from './headers.ts'
import type { Listed, Standings } from './paging.ts'
import { type InputOf, inputReader, type Params, wireNameOf } from './param.ts'
import type { Shape } from './wire/representation.ts'
import type { Style } from './wire/style.ts'

/** What the API needs of the house. */
export interface ApiContext {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly inventory: Inventory
  /** Which carrier gets the messages that are sent. */
  readonly carrier: string
  /** Which carrier places the calls that are made; null where there is none. */
  readonly voiceCarrier: string | null
  /** Who may send what to whom. */
  readonly rules: SendingRules
  /** What accounts have to spend that were not given anything else, in 1/100,000 of their currency. */
  readonly startingBalance: number
  /** Which codes and words refusals have, unless an account chose its own. */
  readonly errorEra: ErrorEra
  /** Under which address clients know the server, where it is not the one that they ask. */
  readonly publicUrl: string | null
  /** Whether the bytes of media need credentials, or a link that is signed. */
  readonly mediaAuth: boolean
  /** What is to go wrong on purpose. */
  readonly faults: Faults
  readonly log: Pick<Log, 'info' | 'error'>
  /** Takes note of what was refused; null where nobody wants to know. */
  readonly noteRefused: ((this: void, refused: RefusedRequest) => void) | null
  /** Wakes who does the deed: something for it was kept. */
  nudge(this: void, deed?: string): void
}

/** The parts of a path that its route names. */
export type PathParams = Readonly<Record<string, string>>

/** What every verb is told of the request. */
export interface Call {
  /** The account that the path names; without one, the caller. */
  readonly account: Account
  /** Whose credentials came with the request: the account itself or its parent. */
  readonly caller: Account
  /** The last part of an instance's path. */
  readonly sid: string
  /** The other parts of the path that its mount names. */
  readonly params: PathParams
  /** The path as it was requested, as a 404 names it. */
  readonly path: string
  readonly style: Style
  readonly has: ApiContext
}

/** Something that can be done to a subject: to one record, or to the whole collection (null). */
export interface Verb<Subject, Result> {
  readonly doc: string
  readonly params: Params
  run(this: void, form: Form, call: Call, subject: Subject): Promise<Result>
  /** Does it for test credentials: nothing is kept, nobody is called. Without it they are refused. */
  readonly rehearse?: (this: void, form: Form, call: Call) => Promise<Result>
}

export interface Listing<T> {
  readonly doc: string
  readonly params: Params
  /** Which of the query's parameters filter, as the list's links repeat them. */
  filtersOf(this: void, query: Form): Form
  run(this: void, filters: Form, call: Call, page: PageRequest): Promise<Listed<T>>
  /** How long the whole list is: asked in versions that tell it of every list. */
  readonly count?: (this: void, filters: Form, call: Call) => Promise<number | null>
  /** Where a row stands, so that pages start behind it; without it pages are counted. */
  readonly standingOf?: Standings<T>
  /** It comes as a whole, and says nothing of pages: `PageSize` is only how many rows it has at most. */
  readonly unpaged?: true
}

export interface Mount {
  readonly style: Style
  /** Behind the style's root; `:accountSid` is the account whose credentials, or whose parent's, are asked for. */
  readonly path: string
  /** The name of an instance in the path, `:sid` unless told; `:accountSid` where it is the account itself. */
  readonly instance?: `:${string}`
}

/** A resource, declared once: routes, JSON, XML, CSV, lists, forms, refused methods and the OpenAPI document follow from it. */
export interface Resource<T, Created = T> {
  /** In XML, and as a schema's name. */
  readonly name: string
  readonly plural: string
  /** The key of a list's rows in JSON. */
  readonly collection: string
  readonly doc: string
  readonly mounts: readonly Mount[]
  /** What the SIDs of its instances begin with. */
  readonly sidPrefixes: readonly string[]
  /** What names an instance, where that is no SID, or not always. */
  readonly instanceName?: RegExp
  /** There is one of it, at the mount itself: what is done to an instance is done there. */
  readonly singleton?: true
  readonly fields: Fields<T>
  /** XML shows the properties in another order than JSON, and lists in another than instances. */
  readonly xmlOrder?: { readonly instance?: readonly string[]; readonly list?: readonly string[] }
  readonly list?: Listing<T>
  readonly create?: Verb<null, Created>
  /** How a creation is answered, where that is not the record with a 201. */
  readonly created?: {
    readonly status?: 200
    readonly shape?: Shape<Created>
    /** Where it is found from now on, without version and suffix: told in a `Location` header. */
    readonly at?: (this: void, record: Created) => string
    /** It shows what is never shown again, not even to a creation that is repeated under its Idempotency-Key. */
    readonly shownOnce?: true
    /** Finds it by its SID, where no path of the resource names it. */
    readonly find?: (this: void, call: Call) => Promise<T | null>
  }
  /** Finds the instance that the path names. Without it, the resource is a collection only. */
  readonly fetch?: { readonly doc: string; run(this: void, call: Call): Promise<T | null> }
  /** The bytes that an instance's path without a suffix stands for. */
  readonly content?: (this: void, record: T, call: Call) => Promise<Answer>
  /** Whether those without any credentials may read the bytes; without it they never may. */
  readonly opensContent?: (this: void, has: ApiContext, account: Account, path: string, query: Form) => boolean
  readonly update?: Verb<T, T>
  /** PUT does the same as POST. */
  readonly updateByPut?: true
  readonly remove?: Verb<T, void>
  /** The account's own record stays open to its parent when the account is not active. */
  readonly whileInactive?: true
  /** Kept for programs that were written for it; others should use another resource. */
  readonly deprecated?: true
  /** API keys are not let in: only the account's own token, or its parent's. */
  readonly tokenOnly?: true
}

interface VerbDeclaration<P extends Params, Subject, Result> {
  doc: string
  params: P
  run(this: void, input: InputOf<P>, call: Call, subject: Subject): Promise<Result>
  rehearse?(this: void, input: InputOf<P>, call: Call): Promise<Result>
}

/** Declares a verb with the parameters of its form. */
export function verb<P extends Params, Subject, Result>(
  declaration: VerbDeclaration<P, Subject, Result>,
): Verb<Subject, Result> {
  const read = inputReader(declaration.params)
  const { doc, params, run, rehearse } = declaration
  return {
    doc,
    params,
    run: (form, call, subject) => run(read(form), call, subject),
    ...(rehearse && { rehearse: (form: Form, call: Call) => rehearse(read(form), call) }),
  }
}

interface ListingDeclaration<P extends Params, T> {
  doc: string
  params: P
  run(this: void, filter: InputOf<P>, call: Call, page: PageRequest): Promise<Listed<T>>
  count?(this: void, filter: InputOf<P>, call: Call): Promise<number | null>
  standingOf?: Standings<T>
  unpaged?: true
}

/** Declares a list with the parameters that filter it. */
export function listing<P extends Params, T>(declaration: ListingDeclaration<P, T>): Listing<T> {
  const read = inputReader(declaration.params)
  const names = new Set(Object.entries(declaration.params).map(([name, declared]) => wireNameOf(name, declared)))
  const { run, count, ...rest } = declaration
  return {
    ...rest,
    filtersOf: (query) => query.map(splitInequality).filter(([name, value]) => value !== '' && names.has(name)),
    run: (filters, call, page) => run(read(filters), call, page),
    ...(count && { count: (filters: Form, call: Call) => count(read(filters), call) }),
  }
}

/** `DateSent>2009-07-06`, typed without `=`, arrives as a name without a value. */
function splitInequality(pair: readonly [string, string]): readonly [string, string] {
  const [, name, value] = pair[1] === '' ? (/^(\w+[<>])=?(.+)$/.exec(pair[0]) ?? []) : []
  return name !== undefined && value !== undefined ? [name, value] : pair
}
