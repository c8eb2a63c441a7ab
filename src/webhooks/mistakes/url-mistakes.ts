import { withoutFragment } from '../signature.ts'
import { fragmentOf } from '../target.ts'
import type { Computation } from './computation.ts'
import type { Mistake } from './mistake.ts'
import { type UrlParts, urlOf, urlParts } from './url-parts.ts'

/** An application knows its address by what it was asked as; proxies in front of it change that. */
export const urlMistakes: readonly Mistake[] = [
  {
    id: 'http-for-https',
    words: 'The application computes with http:// in place of https://: it does not know that TLS ended before it.',
    fix: "Let it believe the proxy's X-Forwarded-Proto. Express: app.set('trust proxy', 1), or webhook({ protocol: 'https' }). Flask and other WSGI: ProxyFix(app, x_proto=1, x_host=1). Django: SECURE_PROXY_SSL_HEADER. Rails: config.assume_ssl = true. Laravel: trustProxies(at: '*'). Symfony: framework.trusted_proxies. ASP.NET: UseForwardedHeaders. Spring: server.forward-headers-strategy=framework. Next.js and plain PHP: put the URL together with x-forwarded-proto.",
    made: (of) => differing(of, ({ scheme }) => (scheme === 'https' ? [{ scheme: 'http' }] : [])),
  },
  {
    id: 'https-for-http',
    words: 'The application computes with https:// in place of http://.',
    fix: "Call it at its https address, or let it compute with what it was asked as: no webhook({ protocol: 'https' }) in development, and no proxy that says X-Forwarded-Proto: https of requests that came without TLS.",
    made: (of) => differing(of, ({ scheme }) => (scheme === 'http' ? [{ scheme: 'https' }] : [])),
  },
  {
    id: 'port-left-out',
    words: 'The application computes without the port that the address has.',
    fix: 'Take the Host header with its port (Express: request.headers.host, not request.hostname; Rails: request.host_with_port; nginx: proxy_set_header Host $http_host, not $host), or call it at an address without a port.',
    made: (of) => differing(of, ({ port }) => (port === '' ? [] : [{ port: '' }])),
  },
  {
    id: 'port-added',
    words: 'The application computes with a port that the address does not have.',
    fix: 'Leave out the port of the scheme (443 of https, 80 of http) and that of the server behind the proxy: compute with the address as it is configured. The official validators try both.',
    made: (of) => differing(of, ({ port }) => (port === '' ? commonPorts.map((added) => ({ port: added })) : [])),
  },
  {
    id: 'other-host',
    words:
      'The application computes with another host than the one that was called: that of the server behind a proxy.',
    fix: "Let the proxy pass the host on (nginx: proxy_set_header Host $http_host; Apache: ProxyPreserveHost On), or let the application believe X-Forwarded-Host (Express: app.set('trust proxy', 1), then webhook({ host: request.host }); Flask: ProxyFix(app, x_host=1); Django: USE_X_FORWARDED_HOST; ASP.NET: UseForwardedHeaders; Next.js: x-forwarded-host, not request.url), or compute with the configured address (Express: webhook({ url })).",
    made: (of, { hosts }) =>
      differing(of, ({ host, port, scheme }) =>
        hosts
          .flatMap((other) => hostsOf(other, port))
          .filter((other) => other.host !== host || other.port !== port)
          .flatMap((other) => [
            { ...other, scheme },
            { ...other, scheme: scheme === 'http' ? ('https' as const) : ('http' as const) },
          ]),
      ),
  },
  {
    id: 'path-prefix-left-out',
    words:
      'The application computes without the beginning of the path: it is mounted below that, or a proxy takes it off.',
    fix: 'Compute with the whole path that was called. Express: request.originalUrl, not request.url; Flask and other WSGI: ProxyFix(app, x_prefix=1), or SCRIPT_NAME; Django: FORCE_SCRIPT_NAME; Rails: config.relative_url_root; nginx: a proxy_pass without a path keeps it; Next.js: mind basePath.',
    made: (of) => differing(of, ({ path }) => prefixesOff(path).map((rest) => ({ path: rest }))),
  },
  {
    id: 'trailing-slash-added',
    words: 'The application computes with a slash at the end of the path that the address does not have.',
    fix: 'Write the configured address as the route is written, with the slash (Django: APPEND_SLASH; Next.js: trailingSlash), or compute with the path as it was called.',
    made: (of) => differing(of, ({ path }) => (path.endsWith('/') ? [] : [{ path: `${path}/` }])),
  },
  {
    id: 'trailing-slash-left-out',
    words: 'The application computes without the slash at the end of the path.',
    fix: 'Write the configured address without that slash, or compute with the path as it was called; frameworks and proxies that tidy paths take it off.',
    made: (of) => differing(of, ({ path }) => (path.endsWith('/') ? [{ path: path.slice(0, -1) }] : [])),
  },
  {
    id: 'query-left-out',
    words: 'The application computes without the query of the address.',
    fix: 'Compute with the query as it was called. Express: request.originalUrl, not request.path; Flask: request.url, not request.base_url; Django: request.build_absolute_uri(); Rails: request.original_url; PHP: $_SERVER["REQUEST_URI"], not PHP_SELF; Java: append getQueryString() to getRequestURL().',
    made: (of) => differing(of, ({ query }) => (query === '' ? [] : [{ query: '' }])),
  },
  {
    id: 'digest-left-out',
    words:
      'The application computes without bodySHA256, which the query has beside the parameters that were configured.',
    fix: 'Compute with the whole URL that was called, not with the configured one: a body that is no form is signed by its digest in the query (validateRequestWithBody of the SDK).',
    made: (of) =>
      differing(of, ({ query }) => {
        const others = query.replace(/^\?/, '').split('&')
        const kept = others.filter((pair) => !pair.startsWith('bodySHA256='))
        return kept.length === 0 || kept.length === others.length ? [] : [{ query: `?${kept.join('&')}` }]
      }),
  },
  {
    id: 'query-decoded',
    words: 'The application computes with the query decoded.',
    fix: 'Compute with the query as it was called, escapes and all: the raw one (Express: request.originalUrl; WSGI: QUERY_STRING; Rails: request.original_url; PHP: $_SERVER["REQUEST_URI"]), not one that was taken apart.',
    made: (of) =>
      differing(of, ({ query }) => [{ query: decoded(query) }, { query: decoded(query.replaceAll('+', ' ')) }]),
  },
  {
    id: 'query-encoded-again',
    words: 'The application computes with the query taken apart and encoded anew.',
    fix: 'Compute with the query as it was called. Put together again from its parameters (querystring, URLSearchParams, http_build_query, urlencode), a space, a quote or a star is written otherwise; encoded twice, % is %25.',
    made: (of) =>
      differing(of, ({ query }) => {
        if (query.length < 2) return []
        const written = new URLSearchParams(query).toString()
        return [
          { query: `?${written}` },
          { query: `?${written.replaceAll('+', '%20')}` },
          { query: query.replaceAll('%', '%25') },
          { query: `?${encodeURIComponent(query.slice(1))}` },
        ]
      }),
  },
  {
    id: 'path-decoded',
    words: 'The application computes with the path decoded.',
    fix: 'Compute with the path as it was called, escapes and all. Flask: RAW_URI or REQUEST_URI of the environment, not request.path; Django: request.get_raw_uri() or META["RAW_URI"]; Java: getRequestURI(), not getPathInfo(); nginx: a proxy_pass without a path keeps it.',
    made: (of) => differing(of, ({ path }) => [{ path: decoded(path) }]),
  },
  {
    id: 'userinfo-left-out',
    words: 'The application computes without the user and password that the address has.',
    fix: 'They are signed, and no request shows them in its URL: give the configured address to the validator (Express: webhook({ url }); others: the URL from your settings).',
    made: (of) =>
      differing(of, ({ user }) =>
        user === '' ? [] : [{ user: '' }, ...(user.includes(':') ? [{ user: `${user.split(':')[0]}@` }] : [])],
      ),
  },
  {
    id: 'fragment-kept',
    words: 'The application computes with the fragment of the configured address, its connection overrides.',
    fix: 'What follows # is for the sender, and is not signed: take it off the address before it goes to the validator.',
    made: (of, { addresses }) =>
      addresses.flatMap((address) => {
        const fragment = fragmentOf(address)
        return fragment === '' ? [] : [{ ...of, url: `${of.url}#${fragment}` }]
      }),
  },
  {
    id: 'address-as-configured',
    words: 'The application computes with the configured address, which is written otherwise than it is called.',
    fix: 'Write the configured address as it is called (the host in small letters, a path that begins with a slash and has no dots to resolve, escapes where they are needed), or compute with what the request shows.',
    made: (of, { addresses }) =>
      addresses.map(withoutFragment).flatMap((url) => (url === of.url ? [] : [{ ...of, url }])),
  },
]

/** Those that the SDKs add, and those of servers behind a proxy. */
const commonPorts = [':443', ':80', ':3000', ':8080', ':8000', ':5000'] as const

const hostsOf = (given: string, port: string): Pick<UrlParts, 'host' | 'port'>[] => {
  const parts = urlParts(`http://${given}`)
  if (!parts) return []
  if (parts.port !== '') return [{ host: parts.host, port: parts.port }]
  return ['', port, ...commonPorts].map((one) => ({ host: parts.host, port: one }))
}

/** What is left of a path without its first segment, its first two, its first three. */
function prefixesOff(path: string): string[] {
  const segments = path.split('/').slice(1)
  return [1, 2, 3]
    .filter((off) => off < segments.length || (off === segments.length && path !== '/'))
    .map((off) => {
      const rest = segments.slice(off)
      return `/${rest.join('/')}`
    })
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The same computation with other pieces of its URL, as often as the pieces come in different forms. */
function differing(of: Computation, change: (parts: UrlParts) => readonly Partial<UrlParts>[]): Computation[] {
  const parts = urlParts(of.url)
  if (!parts) return []
  const urls = new Set(change(parts).map((others) => urlOf({ ...parts, ...others })))
  urls.delete(of.url)
  return [...urls].map((url) => ({ ...of, url }))
}
