import { request } from 'undici'

/** What a server answered to a browser. */
export interface Told {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  json: Readonly<Record<string, unknown>>
}

export interface Browser {
  /** Asks as a page of the console does: with its cookie, its origin, and from where the request comes. */
  ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object, headers?: Record<string, string>): Promise<Told>
  cookie(): string | null
}

/** A browser on another machine that came to the server by this origin, through a proxy. */
export function openBrowser(url: string, origin: string): Browser {
  let cookie: string | null = null
  return {
    cookie: () => cookie,
    async ask(method, path, body, headers = {}) {
      const answer = await request(`${url}/_trunkline${path}`, {
        method,
        headers: {
          host: new URL(origin).host,
          'x-forwarded-for': '192.0.2.7',
          'sec-fetch-site': 'same-origin',
          ...(method !== 'GET' && { origin }),
          ...(cookie !== null && { cookie }),
          ...(body && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
      })
      const set = [answer.headers['set-cookie']].flat()[0]
      if (set !== undefined) cookie = /^[^=]+=[^;]+/.exec(set)?.[0] ?? null
      const text = await answer.body.text()
      const json = text === '' ? {} : (JSON.parse(text) as Told['json'])
      return { status: answer.statusCode, headers: answer.headers, json }
    },
  }
}
