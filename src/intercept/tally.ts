/** A request that was taken for the local server, and how it was answered. */
export interface InterceptedCall {
  method: string
  host: string
  path: string
  /** Null where the server gave no answer. */
  status: number | null
}

export interface Tally {
  readonly total: number
  count(call: InterceptedCall): void
  /** `3 calls intercepted (api.twilio.com: POST Messages 201 ×3)` */
  summary(): string
}

/** Kinds of calls that are told apart; what comes behind them counts as one more kind. */
const mostKinds = 200
const mostShown = 6

/** Counts intercepted calls by host, method, resource and status. */
export function openTally(): Tally {
  const kinds = new Map<string, number>()
  let total = 0
  return {
    get total() {
      return total
    },
    count({ method, host, path, status }) {
      total++
      const kind = `${host}: ${method} ${resourceOf(path)} ${status ?? 'not answered'}`
      const key = kinds.has(kind) || kinds.size < mostKinds ? kind : 'others'
      kinds.set(key, (kinds.get(key) ?? 0) + 1)
    },
    summary() {
      const words = `${total} ${total === 1 ? 'call' : 'calls'} intercepted`
      if (total === 0) return words
      const most = [...kinds].sort(([, a], [, b]) => b - a)
      const shown = most.slice(0, mostShown).map(([kind, count]) => (count === 1 ? kind : `${kind} ×${count}`))
      const hidden = most.slice(mostShown).reduce((sum, [, count]) => sum + count, 0)
      return `${words} (${[...shown, ...(hidden > 0 ? [`${hidden} more`] : [])].join(', ')})`
    },
  }
}

/** What a path names, in short: `Messages` of `/2010-04-01/Accounts/AC.../Messages.json`, `Messages/…` of one message. */
function resourceOf(path: string): string {
  const [bare = ''] = path.split('?', 1)
  const parts = bare
    .replace(/\.(json|xml|csv|html)$/, '')
    .split('/')
    .filter((part) => part !== '' && !/^(\d{4}-\d\d-\d\d|v\d+)$/.test(part))
  const behindAccount = parts[0] === 'Accounts' && parts.length > 2 ? parts.slice(2) : parts
  const words = behindAccount.map((part) => (/^[A-Za-z-]{1,30}$/.test(part) ? part : '…'))
  return words.slice(0, 6).join('/') || '/'
}
