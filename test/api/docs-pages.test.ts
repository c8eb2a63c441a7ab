import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { escapeHtml } from '../../src/api/docs/html.ts'
import { errorMessage, messageErrorCodes } from '../../src/domain/error-message.ts'
import { problemNames, wordingsOf } from '../../src/domain/problem.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { readXml } from '../xml.ts'

describe('the reference page', () => {
  let server: TestServer
  let html: string
  let operations: string[]
  beforeAll(async () => {
    server = await startTestServer()
    html = await (await fetch(`${server.url}/docs`)).text()
    const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { operationId?: string }>>
    }
    operations = Object.values(document.paths).flatMap((item) =>
      Object.values(item).flatMap(({ operationId }) => operationId ?? []),
    )
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const page = async (path: string) => {
    const response = await fetch(server.url + path)
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  test('needs no credentials, runs no script, loads nothing from elsewhere, and may be kept', async () => {
    const { status, headers, text } = await page('/docs')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('content-length')).toBe(String(Buffer.byteLength(text)))
    expect(headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'self'")
    expect(headers.get('cache-control')).toBe('public, max-age=300')
    const again = await fetch(`${server.url}/docs`, { headers: { 'if-none-match': headers.get('etag')! } })
    expect([again.status, again.headers.get('content-length'), await again.text()]).toEqual([304, null, ''])
    expect(text).not.toMatch(
      /<script|<img|<iframe|\son\w+=|style="|https?:\/\/(?!127\.0\.0\.1|shop\.example|www\.twilio\.com)/,
    )
    expect((await page('/docs/')).text).toBe(text)
    expect(text.length).toBeLessThan(1_000_000)
  })

  test('is well formed, and every link in it leads somewhere', async () => {
    const body = html.slice(html.indexOf('<body>'), html.indexOf('</html>')).replaceAll('<wbr>', '')
    expect(() => readXml(body)).not.toThrow()
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
    const links = [...new Set([...html.matchAll(/ href="([^"]+)"/g)].map(([, href]) => href!))]
    expect(links.filter((href) => href.startsWith('#') && !ids.includes(href.slice(1)))).toEqual([])
    const others = links.filter((href) => !href.startsWith('#'))
    const statuses = await Promise.all(others.map(async (href) => [href, (await page(href)).status]))
    expect(statuses.filter(([, status]) => status !== 200)).toEqual([])
  })

  test('shows every operation, with its parameters, an example, and what it answers', () => {
    for (const name of operations) expect(html, name).toContain(`<article id="${name}">`)
    const article = /<article id="CreateMessage">.*?<\/article>/s.exec(html)![0]
    expect(article).toContain('<code>/2010-04-01/Accounts/{AccountSid}/Messages.json</code>')
    expect(article).toContain('<td><code>To</code> <small>form, <b>required</b></small></td>')
    expect(article).toContain('<small>at most 4,000 characters</small>')
    expect(article).toContain(
      `curl -X POST &quot;${server.url}/2010-04-01/Accounts/$TWILIO_ACCOUNT_SID/Messages.json&quot; \\\n  -u &quot;$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN&quot; \\\n  --data-urlencode &#39;To=`,
    )
    expect(article).toContain('Answers <b>201</b> with <a href="#schema-Message">Message</a>; refuses with')
    expect(html).toContain('<h3 class="schema" id="schema-Message">Properties of Message</h3>')
    expect(html).toContain('<td><code>subresource_uris.media</code></td>')
    expect(html).toMatch(/<td><code>status<\/code><\/td><td><code>accepted<\/code>.*<code>canceled<\/code><\/td>/)
  })

  test('shows commands with the address under which it was asked for, and no other text in its place', async () => {
    const shownTo = async (host: string) => {
      const asked = request(`${server.url}/docs`, { headers: { host } }).end()
      const [response] = (await once(asked, 'response')) as [IncomingMessage]
      return /curl (?:-G )?&quot;(.*?)\/2010-04-01/.exec(await textOf(response))?.[1]
    }
    expect(await shownTo('sms.example:4010')).toBe('http://sms.example:4010')
    expect(await shownTo('api.twilio.com')).toBe('https://api.twilio.com')
    expect(await shownTo('x";rm -rf $HOME;"')).toBe('http://localhost:4010')
  })

  test('has a style that needs nothing else', async () => {
    const { status, headers, text } = await page('/docs/style.css')
    expect([status, headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8'])
    expect(text).toContain('prefers-color-scheme: dark')
    expect(text).not.toMatch(/url\(|@import/)
  })

  describe('explains each code on a page of its own:', () => {
    test('what is refused with it, in the words of both eras', async () => {
      const toShort = await page('/docs/errors/21265')
      expect(toShort.text).toContain('<h1>Error 21265</h1>')
      expect(toShort.text).toContain(
        '<a href="/docs/errors/21211">21211</a>, <q>The &#39;To&#39; number {To} is not a valid',
      )
      const missing = await page('/docs/errors/20404')
      expect(missing.text).toContain('<h2>The requested resource {path} was not found</h2>')
      expect(missing.text).toContain('Answered with HTTP 404')
    })

    test('why a message failed with it', async () => {
      const { text } = await page('/docs/errors/30003')
      expect(text).toContain('<h2>Unreachable destination handset</h2>')
      expect(text).toContain('<code>error_code</code>')
    })

    test('all that there are, in the table, too', async () => {
      const codes = [
        ...problemNames.flatMap((name) => Object.values(wordingsOf(name)).map(([code]) => code)),
        ...messageErrorCodes(),
      ]
      const pages = await Promise.all(
        [...new Set(codes)].map(async (code) => [code, (await page(`/docs/errors/${code}`)).status]),
      )
      expect(pages.filter(([, status]) => status !== 200)).toEqual([])
      expect(html).toContain('<td>A &#39;To&#39; phone number is required.</td>')
      for (const name of problemNames)
        for (const [code] of Object.values(wordingsOf(name))) expect(html).toContain(`href="/docs/errors/${code}"`)
      for (const code of messageErrorCodes())
        expect(html).toContain(`href="/docs/errors/${code}">${code}</a></td><td>${escapeHtml(errorMessage(code)!)}`)
    })

    test('and says so when there is none', async () => {
      const { status, text, headers } = await page('/docs/errors/%3Cscript%3E')
      expect([status, headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
      expect(text).toContain('No request is refused with the code &lt;script&gt; here')
    })
  })
})
