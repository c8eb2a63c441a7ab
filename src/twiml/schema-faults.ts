import { faultAt } from './fault.ts'
import type { ElementRule } from './rule.ts'
import type { TwimlElement, TwimlFault } from './twiml.ts'

// Worded as validators of XML Schema word them, because people look these warnings up by their words.

/** The text of an element is not what it should be. */
export const wrongText = (element: TwimlElement, text: string): TwimlFault =>
  broken(element, `cvc-type.3.1.3: The value '${text}' of element '${element.name}' is not valid.`)

export const unknownAttribute = (name: string, element: TwimlElement): TwimlFault =>
  broken(element, `cvc-complex-type.3.2.2: Attribute '${name}' is not allowed to appear in element '${element.name}'.`)

export const wrongValue = (value: string, name: string, element: TwimlElement, type: string): TwimlFault =>
  broken(
    element,
    `cvc-attribute.3: The value '${value}' of attribute '${name}' on element '${element.name}' is not valid with respect to its type, '${type}'.`,
  )

/** An element stands where it may not. */
export function foreignElement(element: TwimlElement, parent: TwimlElement, parentRule: ElementRule): TwimlFault {
  const expected = Object.keys(parentRule.children)
  if (expected.length > 0) {
    return broken(
      element,
      `cvc-complex-type.2.4.a: Invalid content was found starting with element '${element.name}'. One of '{${expected.join(', ')}}' is expected.`,
    )
  }
  if (!parentRule.text) return notEmpty(element, parent)
  return broken(
    element,
    `cvc-complex-type.2.2: Element '${parent.name}' must have no element [children], and the value must be valid.`,
  )
}

/** An element stands where there are enough of it. */
export const oneTooMany = (element: TwimlElement): TwimlFault =>
  broken(
    element,
    `cvc-complex-type.2.4.d: Invalid content was found starting with element '${element.name}'. No child element is expected at this point.`,
  )

/** Text stands in an element where there may be none. */
export const strayText = (element: TwimlElement, { children }: ElementRule): TwimlFault =>
  Object.keys(children).length === 0
    ? notEmpty(element, element)
    : broken(
        element,
        `cvc-complex-type.2.3: Element '${element.name}' cannot have character [children], because the type's content type is element-only.`,
      )

const notEmpty = (place: TwimlElement, { name }: TwimlElement) =>
  broken(
    place,
    `cvc-complex-type.2.1: Element '${name}' must have no character or element information item [children], because the type's content type is empty.`,
  )

const broken = (place: TwimlElement, words: string) => faultAt(place, 12200, words)
