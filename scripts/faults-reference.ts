import { doors } from '../src/domain/fault.ts'
import { effectForms, matchForms } from '../src/faults/fault-forms.ts'
import type { Forms } from '../src/faults/form.ts'
import { presets } from '../src/faults/presets.ts'

/** The guide to faults with its tables as they are declared. Each stands between its own two marks. */
export function faultsReference(guide: string): string {
  return Object.entries({ effects: effects(), matches: matches(), presets: presetTable() }).reduce(
    (text, [name, table]) => between(text, name, table),
    guide,
  )
}

function between(guide: string, name: string, table: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`]
  const [before, after] = [guide.indexOf(begin), guide.indexOf(end)]
  if (before === -1 || after === -1) throw new Error(`the guide has no place for the table: ${begin} and ${end}`)
  return `${guide.slice(0, before)}${begin}\n<!-- prettier-ignore-start -->\n\n${table}\n\n<!-- prettier-ignore-end -->\n${guide.slice(after)}`
}

const rows = (head: readonly string[], body: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const listOf = (forms: Forms): string =>
  Object.entries(forms)
    .map(([name, { words, required }]) => `\`${name}\`${required ? ' (needed)' : ''}: ${words}`)
    .join('<br>')

const effects = () =>
  rows(
    ['On', 'Do', 'What happens', 'With'],
    doors.flatMap((on) =>
      Object.entries(effectForms[on]).map(([name, { words, parts }]) => [
        `\`${on}\``,
        `\`${name}\``,
        words,
        listOf(parts),
      ]),
    ),
  )

const matches = () =>
  rows(
    ['On', 'What may be said'],
    doors.map((on) => [`\`${on}\``, listOf(matchForms[on])]),
  )

const presetTable = () =>
  rows(
    ['Preset', 'What happens', 'A test with it shows'],
    presets.map(({ name, words, teaches }) => [`\`${name}\``, words, teaches]),
  )
