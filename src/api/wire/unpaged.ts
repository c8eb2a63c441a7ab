import { quote } from './json.ts'
import type { PageView, Style } from './style.ts'
import { escapeAttribute } from './xml.ts'

/** The same style for a list that comes as a whole: it says nothing of pages. */
export const unpaged = (style: Style): Style => ({ ...style, listJson, listXml })

const listJson = (collection: string, rows: readonly string[], { uri }: PageView): string =>
  `{"uri": ${quote(uri)}, "${collection}": [${rows.join(', ')}]}`

const listXml = (element: string, rows: readonly string[], { uri }: PageView): string =>
  `<${element} uri="${escapeAttribute(uri)}">${rows.join('')}</${element}>`
