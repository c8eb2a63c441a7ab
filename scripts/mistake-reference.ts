import { bodyMistakes } from '../src/webhooks/mistakes/body-mistakes.ts'
import { mistakes } from '../src/webhooks/signature-doctor.ts'

const begin = '<!-- prettier-ignore-start -->'
const end = '<!-- prettier-ignore-end -->'

/** The guide to signatures with its table of mistakes as they are declared. */
export function mistakeReference(guide: string): string {
  const [before, after] = [guide.indexOf(begin), guide.indexOf(end)]
  if (before === -1 || after === -1) throw new Error(`the guide has no place for the table: ${begin} and ${end}`)
  const rows = [...mistakes, ...bodyMistakes].map(({ id, words, fix }) => `| \`${id}\` | ${words} | ${cell(fix)} |`)
  const table = ['| Mistake | What is wrong | What to do |', '| --- | --- | --- |', ...rows].join('\n')
  return `${guide.slice(0, before)}${begin}\n\n${table}\n\n${guide.slice(after)}`
}

/** What would otherwise be read as Markdown or HTML. */
const cell = (text: string) => text.replaceAll('|', '\\|').replace(/[*_<>]/g, '\\$&')
