/** A name as declared, `numSegments`, in the spelling of JSON: `num_segments`. */
export const toSnake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** In the spelling of XML, CSV, forms and queries: `NumSegments`. */
export const toPascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** An element's name as a class in HTML: `sms-message` for `SMSMessage`. */
export const toKebab = (element: string): string =>
  element.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase()
