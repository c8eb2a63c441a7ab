/** A JSON Schema (2020-12). */
export type Schema = Readonly<Record<string, unknown>>

/** What JSON looks like, for programs and, as a type, for whoever writes the answer. */
export interface Shape<T> {
  readonly schema: Schema
  /** Never there: it carries the type. */
  readonly is?: T
}
type Shapes = Readonly<Record<string, Shape<unknown>>>
export type TypeOf<S> = S extends Shape<infer T> ? T : never

export const text: Shape<string> = { schema: { type: 'string' } }
export const moment: Shape<string> = { schema: { type: 'string', format: 'date-time' } }
export const whole: Shape<number> = { schema: { type: 'integer' } }
export const flag: Shape<boolean> = { schema: { type: 'boolean' } }
export const number: Shape<number> = { schema: { type: 'number' } }
export const truth: Shape<boolean> = { schema: { type: 'boolean' } }
export const anything: Shape<unknown> = { schema: {} }

export const oneOf = <const Word extends string>(words: readonly Word[]): Shape<Word> => ({
  schema: { type: 'string', enum: words },
})

export const orNull = <T>({ schema }: Shape<T>): Shape<T | null> => ({
  schema:
    typeof schema['type'] === 'string' && !('enum' in schema)
      ? { ...schema, type: [schema['type'], 'null'] }
      : { anyOf: [schema, { type: 'null' }] },
})

export const listOf = <T>({ schema }: Shape<T>): Shape<readonly T[]> => ({ schema: { type: 'array', items: schema } })

export const mapOf = <T>({ schema }: Shape<T>): Shape<Readonly<Record<string, T>>> => ({
  schema: { type: 'object', additionalProperties: schema },
})

/** Names and values in their order: a name may come twice. */
export const pairs: Shape<readonly (readonly [string, string])[]> = {
  schema: {
    type: 'array',
    items: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'string' }], minItems: 2 },
  },
}

/** An object with these properties, and others that may be there. */
export const object = <S extends Shapes, O extends Shapes = Record<never, never>>(
  always: S,
  sometimes: O = {} as O,
): Shape<{ readonly [N in keyof S]: TypeOf<S[N]> } & { readonly [N in keyof O]?: TypeOf<O[N]> }> => ({
  schema: {
    type: 'object',
    properties: Object.fromEntries(
      [...Object.entries(always), ...Object.entries(sometimes)].map(([name, { schema }]) => [name, schema]),
    ),
    required: Object.keys(always),
  },
})
