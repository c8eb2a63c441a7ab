import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Where the console is. */
export const consolePrefix = '/_trunkline'

/** Where `npm run build` puts the pages: beside the bundled program, or in `dist` for sources that run unbuilt. */
const builtPages = new URL(import.meta.url.endsWith('.ts') ? '../../dist/pages/' : '../pages/', import.meta.url)

interface Page {
  contentType: string
  bytes: Buffer
  gzipped: Buffer
  etag: string
}

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
}

/** Nothing inline, nothing from elsewhere, and no page of others around it. */
const always = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

/** Serves the web console: files that were built once, read when somebody first asks for one. What it shows it asks of the control API. */
export function mountConsole(app: FastifyInstance, folder: URL = builtPages): void {
  let pages: Promise<ReadonlyMap<string, Page>> | null = null
  /** What could not be read, or is not built yet, is looked for again. */
  async function load(): Promise<ReadonlyMap<string, Page>> {
    const reading = (pages ??= readPages(folder))
    const files = await reading.catch(() => none)
    if (files.size === 0 && pages === reading) pages = null
    return files
  }

  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const files = await load()
    const path = (request.url.split('?')[0] ?? '').slice(consolePrefix.length + 1)
    // A path that names no file is a page of the console, which knows its own ways; one that looks like a file is none.
    const found = files.get(path) ?? (path.startsWith('assets/') ? undefined : files.get('index.html'))
    if (!found)
      return reply
        .code(404)
        .type('text/plain; charset=utf-8')
        .send(files.size === 0 ? 'The console is not built here. Try: npm run build\n' : 'There is no such file.\n')
    const { contentType, bytes, gzipped, etag } = found
    void reply.headers({
      ...always,
      ETag: etag,
      Vary: 'Accept-Encoding',
      // Built files carry a hash of what is in them in their names.
      'Cache-Control': path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    void reply.type(contentType)
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(bytes)
    return reply.header('Content-Encoding', 'gzip').send(gzipped)
  }
  app.get(consolePrefix, (_request, reply) => reply.redirect(`${consolePrefix}/`))
  app.get(`${consolePrefix}/*`, answer)
}

const none: ReadonlyMap<string, Page> = new Map()
const zip = promisify(gzip)

async function readPages(folder: URL): Promise<ReadonlyMap<string, Page>> {
  const root = fileURLToPath(folder)
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile())
  return new Map(
    await Promise.all(
      files.map(async ({ parentPath, name }) => {
        const path = `${parentPath}/${name}`.replaceAll('\\', '/').replaceAll('//', '/')
        const bytes = await readFile(path)
        const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
        const contentType = contentTypes[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
        const page = { contentType, bytes, gzipped: await zip(bytes), etag }
        return [path.slice(root.replaceAll('\\', '/').length).replace(/^\//, ''), page] as const
      }),
    ),
  )
}
