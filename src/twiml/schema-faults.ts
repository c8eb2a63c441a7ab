import { faultAt } from './fault.ts'
import type { ElementRule } from './rule.ts'
import type { TwimlElement, TwimlFault } from './twiml.ts'

// Worded as validators of XML Schema word them, because people look these warnings up by their words.

/** Says that the text of an element is not what it should be. */
export const wrongText = (element: TwimlElement, text: string): TwimlFault =>
  faultAt(element, 12200, `cvc-type.3.1.3: The value '${text}' of element '${element.name}' is not valid.`)

export const unknownAttribute = (name: string, element: TwimlElement): TwimlFault =>
  faultAt(
    element,
    12200,
    `cvc-complex-type.3.2.2: Attribute '${name}' is not allowed to appear in element '${element.name}'.`,
  )

export const wrongValue = (value: string, name: string, element: TwimlElement, type: string): TwimlFault =>
  faultAt(
    element,
    12200,
    `cvc-attribute.3: The value '${value}' of attribute '${name}' on element '${element.name}' is not valid with respect to its type, '${type}'.`,
  )

export function foreignElement(
  element: TwimlElement,
  parent: TwimlElement,
  { children, text }: ElementRule,
): TwimlFault {
  const expected = Object.keys(children)
  if (expected.length > 0) {
    const list = expected.join(', ')
    return faultAt(
      element,
      12200,
      `cvc-complex-type.2.4.a: Invalid content was found starting with element '${element.name}'. One of '{${list}}' is expected.`,
    )
  }
  if (!text) return notEmpty(element, parent)
  return faultAt(
    element,
    12200,
    `cvc-complex-type.2.2: Element '${parent.name}' must have no element [children], and the value must be valid.`,
  )
}

export const oneTooMany = (element: TwimlElement): TwimlFault =>
  faultAt(
    element,
    12200,
    `cvc-complex-type.2.4.d: Invalid content was found starting with element '${element.name}'. No child element is expected at this point.`,
  )

export const strayText = (element: TwimlElement, { children }: ElementRule): TwimlFault =>
  Object.keys(children).length === 0
    ? notEmpty(element, element)
    : faultAt(
        element,
        12200,
        `cvc-complex-type.2.3: Element '${element.name}' cannot have character [children], because the type's content type is element-only.`,
      )

const notEmpty = (place: TwimlElement, { name }: TwimlElement) =>
  faultAt(
    place,
    12200,
    `cvc-complex-type.2.1: Element '${name}' must have no character or element information item [children], because the type's content type is empty.`,
  )
