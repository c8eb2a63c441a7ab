import type { Parameters } from './signature.ts'

/** Writes parameters as application/x-www-form-urlencoded (URL Standard §5.2): a space is `+`. */
export const formBody = (parameters: Parameters): string => joined(parameters, formText)

/** Writes parameters as a query: the same, but a space is `%20`. */
export const queryText = (parameters: Parameters): string => joined(parameters, percentText)

const joined = (parameters: Parameters, encode: (text: string) => string): string => {
  let text = ''
  for (const [name, value] of parameters) text += `${text === '' ? '' : '&'}${encode(name)}=${encode(value)}`
  return text
}

const plain = /^[A-Za-z0-9*\-._]*$/

const percentText = (text: string): string =>
  plain.test(text)
    ? text
    : encodeURIComponent(text.toWellFormed()).replace(
        /[!'()~]/g,
        (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
      )

const formText = (text: string): string => percentText(text).replaceAll('%20', '+')
