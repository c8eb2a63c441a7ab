import type { FaultCode } from './fault.ts'
import type { Kind } from './kind.ts'

/** What an attribute may say, what counts where it says nothing of use, and the fault in its value; without a code it is one of the schema. */
export interface AttributeRule<V> {
  kind: Kind<V>
  fallback: V
  code?: FaultCode
}

/** What an element may hold. */
export interface ElementRule {
  attributes: Readonly<Record<string, AttributeRule<unknown>>>
  /** By their names, in the order in which a warning lists them. */
  children: Readonly<Record<string, ElementRule>>
  /** Whether it may hold text. */
  text: boolean
  /** How many of it may stand in one parent; any number where nothing is said. */
  most?: number
}

/** What the attributes of such an element say. */
export type ValuesOf<Rule extends ElementRule> = {
  -readonly [Name in keyof Rule['attributes']]: Rule['attributes'][Name] extends AttributeRule<infer V> ? V : never
}

/** Declares an attribute. */
export const attribute = <V, Fallback extends V | null>(
  kind: Kind<V>,
  fallback: Fallback,
  code?: FaultCode,
): AttributeRule<V | Fallback> => ({ kind, fallback, ...(code !== undefined && { code }) })
