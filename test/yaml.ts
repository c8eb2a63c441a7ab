import { parsers } from 'prettier/plugins/yaml'

/** A part of a document as the parser gives it; what it knows beside this is not needed here. */
interface Part {
  type: string
  value?: string
  anchor?: { value: string } | null
  children?: readonly (Part | null)[]
}

/** Reads a YAML file of ours: one document of mappings, sequences, texts, anchors and aliases. What else YAML knows is refused. */
export async function readYaml(text: string): Promise<unknown> {
  const root = (await parsers.yaml.parse(text, {} as never)) as Part
  const anchors = new Map<string, unknown>()
  const [document] = partsOf(root)
  const body = document && partsOf(document).find(({ type }) => type === 'documentBody')
  return valueOf(body && partsOf(body)[0], anchors)
}

const partsOf = ({ children = [] }: Part): Part[] => children.filter((part) => part !== null)

function valueOf(part: Part | undefined, anchors: Map<string, unknown>): unknown {
  if (!part) return null
  const value = bareValueOf(part, anchors)
  if (part.anchor) anchors.set(part.anchor.value, value)
  return value
}

function bareValueOf(part: Part, anchors: Map<string, unknown>): unknown {
  switch (part.type) {
    case 'mapping':
    case 'flowMapping':
      return mapping(part, anchors)
    case 'sequence':
    case 'flowSequence':
      return partsOf(part).map((item) => valueOf(partsOf(item)[0], anchors))
    case 'plain':
      return plain(part.value ?? '')
    case 'quoteSingle':
    case 'quoteDouble':
    case 'blockLiteral':
    case 'blockFolded':
      return part.value
    case 'alias':
      if (!anchors.has(part.value ?? '')) throw new Error(`nothing is anchored as ${part.value}`)
      return anchors.get(part.value ?? '')
    case 'null':
      return null
    default:
      throw new Error(`${part.type} is not read here`)
  }
}

function mapping(part: Part, anchors: Map<string, unknown>): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const item of partsOf(part)) {
    const [key, value] = partsOf(item)
    const name = valueOf(key && partsOf(key)[0], anchors)
    if (typeof name !== 'string') throw new Error('a key is a text')
    if (name in found) throw new Error(`${name} is there twice`)
    found[name] = valueOf(value && partsOf(value)[0], anchors)
  }
  return found
}

const plain = (text: string): unknown =>
  text === 'true'
    ? true
    : text === 'false'
      ? false
      : text === 'null' || text === ''
        ? null
        : /^-?\d+$/.test(text)
          ? Number(text)
          : text
