import type { IncomingMessage } from 'node:http'
import { Problem } from '../domain/problem.ts'
import { emptyForm, type Form, parseForm, refuseNul } from './form.ts'

const longest = 1024 * 1024
/** A client that sends too much reads the refusal only when it has sent all: up to here it may. */
const longestDiscarded = 16 * longest

/** The client went away in the middle of its request: there is nobody to answer. */
export class ClientGone extends Error {
  override name = 'ClientGone'
}

/** Reads the request's form, urlencoded or multipart. */
export async function readForm(request: IncomingMessage): Promise<Form> {
  const { headers } = request
  const length = headers['content-length']
  if (headers['transfer-encoding'] === undefined && (length === undefined || length === '0')) return emptyForm
  const bytes = await readBody(request)
  if (bytes.length === 0) return emptyForm
  const contentType = headers['content-type'] ?? ''
  if (headers['content-encoding'] === undefined || headers['content-encoding'] === 'identity') {
    if (/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType))
      return refuseNul(parseForm(bytes.toString()))
    if (/^multipart\/form-data\s*;/i.test(contentType)) return refuseNul(await readMultipart(bytes, contentType))
  }
  throw new Problem('mediaTypeUnsupported', { contentType: contentType || 'that is missing' })
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  if (request.destroyed) return Promise.reject(new ClientGone('the request broke off'))
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= longest) chunks.push(chunk)
      else chunks.length = 0
      if (size > longestDiscarded) reject(new Problem('bodyTooLarge'))
    })
    request.on('end', () => {
      if (size > longest) reject(new Problem('bodyTooLarge'))
      else resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))
    })
    request.on('error', () => reject(new ClientGone('the request broke off')))
    request.on('close', () => {
      if (!request.complete) reject(new ClientGone('the request broke off'))
    })
  })
}

async function readMultipart(bytes: Buffer, contentType: string): Promise<Form> {
  const form: [string, string][] = []
  try {
    const parts = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData()
    for (const [name, value] of parts) form.push([name, typeof value === 'string' ? value : await value.text()])
  } catch {
    throw new Problem('bodyUnreadable', {
      reason: 'it is no multipart/form-data with the boundary that its header names',
    })
  }
  return form
}
