import { expect } from 'vitest'
import { type Answer, ask, type Ask } from '../api-client.ts'
import type { TestServer } from '../server.ts'
import { type Element, readXml } from '../xml.ts'

type Request = Omit<Ask, 'path'>
const get: Request = { method: 'GET' }

/** How a date of 2008-08-01 looks. */
export const pacific = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d -0[78]00$/

/** Asks the first version of the API below the account, or from its root when the path begins with a slash. */
export function asked(server: TestServer, path: string, request = get): Promise<Answer> {
  const below = `/Accounts/${server.account.sid}${path && `/${path}`}`
  return ask(server, { ...request, path: `/2008-08-01${path.startsWith('/') ? path : below}` })
}

/** Asks, and reads the one thing that the answer holds. */
export async function read(
  server: TestServer,
  path: string,
  request?: Request,
): Promise<Element & Pick<Answer, 'status'>> {
  const { status, text } = await asked(server, path, request)
  return { ...contentOf(text), status }
}

/** What stands in a document. */
export function contentOf(document: string): Element {
  const { name, children } = readXml(document)
  expect(name).toBe('TwilioResponse')
  const [only] = children
  if (!only) throw new Error(`It holds nothing: ${document}`)
  return only
}

/** The texts of an element's children by their names. */
export const valuesOf = ({ children }: Element): Readonly<Record<string, string>> =>
  Object.fromEntries(children.map(({ name, text }) => [name, text]))

export const namesOf = ({ children }: Element): readonly string[] => children.map(({ name }) => name)

/** The SIDs of the rows of a list. */
export const sidsOf = ({ children }: Element) => children.map((row) => valuesOf(row).Sid)

/** Ten digits, as this version writes a North American number. */
export const bare = (e164: string): string => e164.slice('+1'.length)
