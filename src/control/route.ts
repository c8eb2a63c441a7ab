import type { ServerResponse } from 'node:http'
import type { ControlContext } from './control-context.ts'
import type { Kind } from './kinds.ts'
import { type Raw, readBody, readPath, readQuery } from './read-input.ts'
import type { Shape } from './shape.ts'

/** Something that may be sent with a request. */
export interface Field<T> {
  kind: Kind<T>
  words: string
  required: boolean
}
export type Fields = Readonly<Record<string, Field<unknown>>>

type ValueOf<F> = F extends { kind: Kind<infer T> } ? T : never
type Needed<F> = { [N in keyof F]: F[N] extends { required: true } ? N : never }[keyof F]
/** What was sent, read. */
export type Given<F> = { readonly [N in Needed<F>]: ValueOf<F[N]> } & {
  readonly [N in Exclude<keyof F, Needed<F>>]?: ValueOf<F[N]>
}

export const required = <T>(kind: Kind<T>, words: string) => ({ kind, words, required: true as const })
export const optional = <T>(kind: Kind<T>, words: string) => ({ kind, words, required: false as const })

/** One request being answered. */
export interface Turn {
  /** Aborts when the client has gone, or the server closes. */
  readonly signal: AbortSignal
  /** Headers as they came. */
  header(name: string): string | undefined
  /** Sends these headers with the answer. */
  tell(headers: Readonly<Record<string, string>>): void
  /** Takes the answer into one's own hands: nothing else is written then. */
  stream(): ServerResponse
}

type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'

interface Declared {
  method: Method
  /** `/phones/{number}`: what stands in braces is declared in `path`. */
  at: `/${string}`
  /** What it does, a sentence of the reference. */
  words: string
  /** Where it is there: what changes the world of a test is in development only. */
  modes: 'both' | 'development'
  /** The most bytes of a body, where they are more than a mebibyte. */
  maxBody?: number
}

/** A way into the control API as it is mounted and described. */
export interface ControlRoute extends Declared {
  input: { path: Fields; query: Fields; body: Fields | null }
  status: 200 | 201 | 204
  /** Null where nothing is answered; a text names another type than JSON. */
  answer: Shape<unknown> | string | null
  ask(raw: Raw, has: ControlContext, turn: Turn): Promise<unknown>
}

interface Typed<P extends Fields, Q extends Fields, B extends Fields, F, A> extends Declared {
  path?: P
  query?: Q
  body?: B
  status?: 200 | 201 | 204
  answer: Shape<A> | string | null
  /** Finds what the path names, or throws that it is not there, before anything else is read. */
  find?(path: Given<P>, has: ControlContext): Promise<F>
  deed(
    given: { path: Given<P>; query: Given<Q>; body: Given<B>; found: NoInfer<F> },
    has: ControlContext,
    turn: Turn,
  ): NoInfer<A> | Promise<NoInfer<A>>
}

/** Declares a route: what it takes, what it answers, and the deed. Validation and every description follow from it. */
export function route<
  A,
  F = undefined,
  P extends Fields = Record<never, never>,
  Q extends Fields = Record<never, never>,
  B extends Fields = Record<never, never>,
>({ path, query, body, status, find, deed, ...declared }: Typed<P, Q, B, F, A>): ControlRoute {
  const input = { path: path ?? {}, query: query ?? {}, body: body ?? null }
  return {
    ...declared,
    input,
    status: status ?? (declared.answer === null ? 204 : 200),
    async ask(raw, has, turn) {
      // What was read by these fields has their types.
      const named = readPath(raw.path, input.path) as Given<P>
      const found = (await find?.(named, has)) as F
      const read = {
        path: named,
        query: readQuery(raw.query, input.query) as Given<Q>,
        body: readBody(raw.body, input.body, declared.method) as Given<B>,
      }
      return deed({ ...read, found }, has, turn)
    },
  }
}
