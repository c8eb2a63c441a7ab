import type { Fields } from '../field.ts'
import { toKebab } from './names.ts'
import type { Place } from './style.ts'
import { type Markup, xmlWriter } from './xml.ts'

/** The elements of XML, each a `<div>` whose class is the element's name. */
const divisions: Markup = {
  open: (element) => `<div class="${toKebab(element)}">`,
  close: () => '</div>',
  empty: (element) => `<div class="${toKebab(element)}"></div>`,
}

/** Compiles fields into a function that writes a record as a `<div>`, in the order of XML. */
export const htmlWriter = <T>(
  element: string,
  fields: Fields<T>,
  order: readonly string[] = [],
): ((record: T, at: Place) => string) => xmlWriter(element, fields, order, divisions)

/** A `<div>` around others that are written already. */
export const htmlElement = (element: string, content: string): string =>
  divisions.open(element) + content + divisions.close(element)

/** A page whose title is the HTTP status. */
export const htmlDocument = (content: string, status: number): string =>
  `<html><head><title>${status}</title></head><body class="twilio-response">${content}</body></html>`
