import type { Fields } from '../src/control/route.ts'
import { controlRoutes } from '../src/control/routes.ts'

const begin = '<!-- prettier-ignore-start -->'
const end = '<!-- prettier-ignore-end -->'

/** The guide to the control API with its table of endpoints as the routes declare them. */
export function controlReference(guide: string): string {
  const [before, after] = [guide.indexOf(begin), guide.indexOf(end)]
  if (before === -1 || after === -1) throw new Error(`the guide has no place for the table: ${begin} and ${end}`)
  return `${guide.slice(0, before)}${begin}\n\n${tables()}\n\n${guide.slice(after)}`
}

function tables(): string {
  return Object.entries(controlRoutes)
    .map(([part, routes]) => {
      const rows = routes.map(({ method, at, words, modes, input }) => {
        const given = [...listOf(input.query, '?'), ...listOf(input.body ?? {}, '')].join('<br>')
        return `| \`${method} ${at}\`${modes === 'both' ? '' : ' *'} | ${words} | ${given} |`
      })
      return [`### ${part}`, '', '| Endpoint | What it does | What it takes |', '| --- | --- | --- |', ...rows].join(
        '\n',
      )
    })
    .join('\n\n')
}

const listOf = (fields: Fields, mark: string) =>
  Object.entries(fields).map(
    ([name, { words, required }]) => `\`${mark}${name}\`${required ? ' (needed)' : ''}: ${words}`,
  )
