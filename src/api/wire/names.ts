/** A name as declared, `numSegments`, in the spelling of JSON: `num_segments`. */
export const toSnake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** In the spelling of XML, CSV, forms and queries: `NumSegments`. */
export const toPascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)
