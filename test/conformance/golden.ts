import type { Element } from '../xml.ts'

/** What the sample has and the answer lacks, has of another type, or points elsewhere; null in a sample says nothing of the type. */
export function jsonDifferences(sample: unknown, answer: unknown, at = ''): string[] {
  const [expected, found] = [typeOf(sample), typeOf(answer)]
  if (found === 'missing') return [`${at} is missing`]
  if (expected === 'null') return []
  if (expected !== found) return [`${at} is ${found}, not ${expected}`]
  if (typeof sample === 'string' && typeof answer === 'string') return addressDifference(at, sample, answer)
  if (Array.isArray(sample) && Array.isArray(answer)) return jsonDifferences(sample[0], answer[0], `${at}[0]`)
  if (!isObject(sample) || !isObject(answer)) return []
  return Object.entries(sample).flatMap(([key, value]) => jsonDifferences(value, answer[key], `${at}.${key}`))
}

/** The elements and attributes of the sample that the answer lacks, or has in another order. */
export function xmlDifferences(sample: Element, answer: Element): string[] {
  const named = sample.name === answer.name ? [] : [`${answer.name} stands where ${sample.name} is`]
  const attributes = Object.keys(sample.attributes).filter((name) => answer.attributes[name] === undefined)
  let from = 0
  const children = sample.children.flatMap((child) => {
    const found = answer.children.findIndex(({ name }, index) => index >= from && name === child.name)
    // The only child may bear another name: that is told of it.
    const twin = sample.children.length === 1 ? answer.children[0] : answer.children[found]
    if (!twin) return [`${child.name} is missing after ${answer.children[from - 1]?.name ?? 'the start'}`]
    from = found + 1
    return xmlDifferences(child, twin)
  })
  const text = sample.children.length === 0 ? addressDifference(sample.name, sample.text, answer.text) : []
  return [...named, ...attributes.map((name) => `${answer.name} lacks the attribute ${name}`), ...text, ...children]
}

/** Texts differ from case to case, but what is an address in the sample has the same form in the answer. */
function addressDifference(at: string, sample: string, answer: string): string[] {
  const [expected, found] = [formOf(sample), formOf(answer)]
  return /^(\/|https?:)/.test(sample) && expected !== found ? [`${at} is ${found}, not ${expected}`] : []
}

/** SIDs, numbers of pages and the order of a query say nothing; a token says which page it is, in a way of its server's own. */
function formOf(address: string): string {
  const [path = '', query] = address.replaceAll(/\b[A-Z]{2}[0-9a-fX]{32}\b/g, '{sid}').split('?')
  if (query === undefined) return path
  const parameters = query.split('&').filter((parameter) => !parameter.startsWith('PageToken='))
  return `${path}?${parameters
    .map((parameter) => parameter.replace(/\d+$/, 'n'))
    .sort()
    .join('&')}`
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function typeOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}
