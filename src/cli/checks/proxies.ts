import { type Environment, type Finding, findingsOf } from './finding.ts'

const { ok, warning } = findingsOf('proxies')

const loopback = ['localhost', '127.0.0.1', '::1'] as const

/** Whether proxies of the environment would stand between a program and the server, or keep `exec` from it. */
export function checkProxies(env: Environment): Finding[] {
  const valueOf = (name: string) => env[name.toLowerCase()] || env[name] || ''
  const set = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].filter((name) => valueOf(name) !== '')
  const exempt = valueOf('NO_PROXY')
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((entry) => entry.toLowerCase())
  const found: Finding[] = []
  const caught = exempt.includes('*') ? [] : loopback.filter((host) => !exempt.includes(host))
  if (set.length > 0 && caught.length > 0)
    found.push(
      warning(
        `${listed(set)} ${set.length > 1 ? 'are' : 'is'} set, and NO_PROXY does not exempt ${caught.join(', ')}: some programs would ask the proxy for this machine.`,
        `NO_PROXY=${[...exempt, ...caught].join(',')}`,
      ),
    )
  const hides = exempt.filter((entry) => entry === '*' || /(^|\.)twilio\.com(:\d+)?$/.test(entry))
  if (hides.length > 0)
    found.push(
      warning(
        `NO_PROXY exempts ${hides.join(', ')}: a program that is led by a proxy still finds the real service; exec takes the entry away.`,
        'NO_PROXY without it',
      ),
    )
  if (found.length > 0) return found
  return [ok(set.length > 0 ? `${listed(set)} leave${set.length > 1 ? '' : 's'} this machine alone.` : 'None are set.')]
}

const listed = (names: readonly string[]) => names.join(' and ')
