import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { ResourceDescription } from '../describe.ts'
import type { Answer } from '../headers.ts'
import { openApi } from '../openapi.ts'
import type { ApiContext, PathParams } from '../resource.ts'
import { originOf } from '../serve.ts'
import { allRefusals, explainedCodes } from './codes.ts'
import { originHere } from './curl.ts'
import type { Document } from './document.ts'
import { errorPage, unknownErrorPage } from './error-page.ts'
import { escapeHtml } from './html.ts'
import { referencePage } from './reference-page.ts'
import { style } from './style.ts'

/** A path that anybody may read. */
export interface OpenRoute {
  readonly path: string
  answer(this: void, request: IncomingMessage, params: PathParams): Answer
}

/** The OpenAPI document, and the pages that are made from it. They are made when they are first asked for, and once. */
export function reference(describeAll: () => readonly ResourceDescription[], has: ApiContext): OpenRoute[] {
  const document = once(() => openApi(describeAll()))
  const documentText = once(() => JSON.stringify(document()))
  const refusals = once(allRefusals)
  const codes = once(() => explainedCodes(refusals()))
  // It is read as what it says when it is read by somebody else.
  const reference = once(() => referencePage(JSON.parse(documentText()) as Document, refusals()))
  const show: OpenRoute['answer'] = (request) =>
    cached(
      request,
      'text/html; charset=utf-8',
      reference().replaceAll(originHere, escapeHtml(originShown(request, has))),
    )
  return [
    { path: '/openapi.json', answer: (request) => cached(request, 'application/json', documentText()) },
    { path: '/docs', answer: show },
    { path: '/docs/', answer: show },
    { path: '/docs/style.css', answer: (request) => cached(request, 'text/css; charset=utf-8', style) },
    {
      path: '/docs/errors/:code',
      answer(request, { code = '' }) {
        const found = codes().find((one) => String(one.code) === code)
        if (found) return cached(request, 'text/html; charset=utf-8', errorPage(found))
        return { status: 404, contentType: 'text/html; charset=utf-8', body: unknownErrorPage(code), headers: safety }
      },
    },
  ]
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/** Nothing but the page itself and its style is loaded, run or framed. */
const safety = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

/** Answers with what the client has already, if it has, and lets it keep the rest for some minutes. */
function cached(request: IncomingMessage, contentType: string, body: string): Answer {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const headers = { ...safety, ETag: etag, 'Cache-Control': 'public, max-age=300' }
  const known = (request.headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
  if (known.includes(etag)) return { status: 304, contentType: '', body: '', headers }
  return { status: 200, contentType, body, headers }
}

/** Only what can be an address is shown as one: it stands in commands that people copy. */
function originShown(request: IncomingMessage, has: ApiContext): string {
  const origin = originOf(request, has)
  return /^https?:\/\/[\w.:[\]-]+(\/[\w./-]*)?$/.test(origin) ? origin : 'http://localhost:4010'
}
