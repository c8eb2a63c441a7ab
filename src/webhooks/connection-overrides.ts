export type RetryCause = 'ct' | 'rt' | '4xx' | '5xx' | 'all'

/** How a webhook is connected to, as the fragment of its URL may set it ("Webhooks: connection overrides"). */
export interface ConnectionOverrides {
  /** Milliseconds until a connection stands. */
  connectTimeout: number
  /** Milliseconds until the first packet of an answer, and between two packets. */
  readTimeout: number
  /** Milliseconds for everything, retries and redirects too. */
  totalTimeout: number
  retries: number
  retryOn: ReadonlySet<RetryCause>
  /** Whether TLS names the server that is asked for. */
  serverName: boolean
}

export type OverridesReading =
  { valid: true; overrides: ConnectionOverrides } | { valid: false; errorCode: number; error: string }

/**
 * Reads `ct=2000&rp=4xx,5xx`. An edge or a retry policy that does not exist is an error, for which there are codes; a number
 * out of its range, or a key that nobody knows, is as if it were not there. A known edge changes nothing: there is one way out.
 */
export const connectionOverrides = (fragment: string): OverridesReading => {
  if (fragment === '') return { valid: true, overrides: defaults }
  const given = pairs(fragment)
  const fault = edgeFault(given.get('e')) ?? policyFault(given.get('rp'))
  if (fault) return { valid: false, ...fault }
  const policies = list(given.get('rp')).filter(isRetryCause)
  return {
    valid: true,
    overrides: {
      connectTimeout: ranged(given.get('ct'), 100, 10_000) ?? defaults.connectTimeout,
      readTimeout: ranged(given.get('rt'), 100, 15_000) ?? defaults.readTimeout,
      totalTimeout: ranged(given.get('tt'), 100, 15_000) ?? defaults.totalTimeout,
      retries: ranged(given.get('rc'), 0, 5) ?? defaults.retries,
      retryOn: policies.length > 0 ? new Set(policies) : defaults.retryOn,
      serverName: given.get('sni') !== 'n',
    },
  }
}

const defaults: ConnectionOverrides = {
  connectTimeout: 5_000,
  readTimeout: 15_000,
  totalTimeout: 15_000,
  retries: 1,
  retryOn: new Set(['ct']),
  serverName: true,
}

const isRetryCause = (text: string): text is RetryCause => ['ct', 'rt', '4xx', '5xx', 'all'].includes(text)

const edges = ['ashburn', 'dublin', 'frankfurt', 'sao-paulo', 'singapore', 'sydney', 'tokyo', 'umatilla']

const edgeFault = (given: string | undefined): { errorCode: number; error: string } | null => {
  for (const edge of list(given)) {
    if (edges.includes(edge)) continue
    if (edge.endsWith('-ix'))
      return { errorCode: 11242, error: `HTTP connection over Interconnect is not allowed: e=${edge}` }
    if (edge === 'roaming')
      return { errorCode: 11241, error: `HTTP connection edge location is not supported: e=${edge}` }
    return { errorCode: 11240, error: `HTTP connection edge location is invalid: e=${edge}` }
  }
  return null
}

const policyFault = (given: string | undefined): { errorCode: number; error: string } | null => {
  const wrong = list(given).find((policy) => !isRetryCause(policy))
  return wrong === undefined ? null : { errorCode: 11243, error: `HTTP retry policy is invalid: rp=${wrong}` }
}

const pairs = (fragment: string): ReadonlyMap<string, string> => new Map(new URLSearchParams(fragment))

const list = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

const ranged = (text: string | undefined, least: number, most: number): number | null => {
  if (text === undefined || !/^\d{1,6}$/.test(text)) return null
  const value = Number(text)
  return value >= least && value <= most ? value : null
}
