/** A text without what makes no difference to those who look for it: capitals, and wide or narrow forms of the same letters. */
export const fold = (text: string): string => (beyondAscii.test(text) ? text.normalize('NFKC') : text).toLowerCase()

const beyondAscii = /[\u0080-\uffff]/
