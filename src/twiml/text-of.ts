import type { TwimlElement } from './twiml.ts'

/** The text that stands in an element itself, without the blanks around it. */
export const textOf = (element: TwimlElement): string =>
  element.children
    .filter((child) => typeof child === 'string')
    .join('')
    .trim()
