import { shellWord } from './shell-word.ts'

/** A curl command as a shell reads it back: one option with its value a line. */
export const curlLine = (
  url: string,
  options: readonly (readonly [option: string, value: string])[],
  flags: readonly string[] = [],
): string =>
  [
    ['curl', ...flags, plainOrQuoted(url)].join(' '),
    ...options.map(([option, value]) => `  ${option} ${plainOrQuoted(value)}`),
  ].join(' \\\n')

/** What means the same to every shell stays as it is, to be read more easily. */
export const plainOrQuoted = (text: string): string => (/^[\w:/.@+-]+$/.test(text) ? text : shellWord(text))
