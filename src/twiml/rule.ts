import type { FaultCode } from './fault.ts'
import type { Kind } from './kind.ts'
import type { TwimlElement } from './twiml.ts'

/** What an attribute may say, what counts where it says nothing of use, and the fault in its value; without a code it is one of the schema. */
export interface AttributeRule<V> {
  kind: Kind<V>
  fallback: V
  code?: FaultCode
}

type Attributes = Readonly<Record<string, AttributeRule<unknown>>>
type Children = Readonly<Record<string, ElementRule>>

/** What an element is beside its attributes and children. */
export interface Content {
  /** Whether it may hold text. */
  text: boolean
  /** How many of it may stand in one parent; any number where nothing is said. */
  most?: number
  /** Says what is wrong with what it holds, where that can be told by no attribute. */
  wrong?: (element: TwimlElement) => FaultCode | null
}

/** What an element may hold. */
export interface ElementRule extends Content {
  attributes: Attributes
  /** By their names, in the order in which a warning lists them. */
  children: Children
}

/** What the attributes of such an element say. */
export type ValuesOf<Rule extends ElementRule> = {
  -readonly [Name in keyof Rule['attributes']]: Rule['attributes'][Name] extends AttributeRule<infer V> ? V : never
}

/** Declares an attribute. */
export const attribute = <V>(kind: Kind<V>, fallback: NoInfer<V>, code?: FaultCode): AttributeRule<V> => ({
  kind,
  fallback,
  ...(code !== undefined && { code }),
})

/** Declares an attribute that need not say anything. */
export const optional = <V>(kind: Kind<V>, code?: FaultCode): AttributeRule<V | null> =>
  attribute<V | null>(kind, null, code)

/** Declares an element; it holds no text unless that is said. */
export const element = <A extends Attributes, C extends Children>(
  attributes: A,
  children: C,
  content: Partial<Content> = {},
): Content & { attributes: A; children: C } => ({ text: false, ...content, attributes, children })
