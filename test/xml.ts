/** An XML element as a test looks at it. */
export interface Element {
  name: string
  attributes: Readonly<Record<string, string>>
  children: readonly Element[]
  text: string
}

const token = /<\?[^?]*\?>|<\/([\w.-]+)\s*>|<([\w.-]+)((?:\s+[\w.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Reads a document of elements, attributes and text, and throws for what is not well formed. */
export function readXml(document: string): Element {
  const root: Open = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  token.lastIndex = 0
  let end = 0
  for (let match = token.exec(document); match; match = token.exec(document)) {
    end = token.lastIndex
    const [, closed, opened, attributes = '', empty, text] = match
    const current = open.at(-1) ?? root
    if (text !== undefined) current.text += decoded(text)
    else if (closed !== undefined) {
      if (open.pop()?.name !== closed || open.length === 0) throw new Error(`</${closed}> closes nothing: ${document}`)
    } else if (opened !== undefined) {
      const element: Open = { name: opened, attributes: attributesOf(attributes), children: [], text: '' }
      current.children.push(element)
      if (empty === '') open.push(element)
    }
  }
  const [only, ...more] = root.children
  if (end !== document.length || open.length !== 1 || !only || more.length > 0)
    throw new Error(`Not well formed: ${document}`)
  return only
}

interface Open extends Element {
  children: Element[]
}

const attributesOf = (source: string) =>
  Object.fromEntries(
    [...source.matchAll(/([\w.-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, decoded(value)]),
  )

const decoded = (text: string) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w*));?/gi, (all, hex?: string, decimal?: string, name?: string) => {
    const point = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : null
    const character = point === null ? entities[name ?? ''] : String.fromCodePoint(point)
    if (character === undefined || !all.endsWith(';')) throw new Error(`${all} is no entity`)
    return character
  })
