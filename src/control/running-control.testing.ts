import { createRequire } from 'node:module'
import fastify from 'fastify'
import { numberPool } from '../carriers/simulator/number-pool.ts'
import { liveFaults } from '../faults/live-faults.ts'
import { silentLog } from '../log.ts'
import { type Store, openStore } from '../store/store.ts'
import type { Access } from './access.ts'
import type { ControlPorts } from './control-context.ts'
import { mountControl } from './control.ts'
import { type Following, usualFollowing } from './live.ts'
import { controlPrefix } from './openapi.ts'
import type { ControlRoute } from './route.ts'
import { controlRoutes } from './routes.ts'

export interface Asked {
  method?: ControlRoute['method']
  payload?: object | string
  headers?: Record<string, string>
  remoteAddress?: string
}

export interface Told {
  status: number
  headers: Record<string, unknown>
  json: Record<string, unknown> & { error?: string }
}

export interface RunningControl extends AsyncDisposable {
  store: Store
  ask(path: string, asked?: Asked): Promise<Told>
  /** Listens on a free port, and answers with its address. */
  listen(): Promise<string>
  close(): Promise<void>
}

/** The moment at which the clock of these tests stands. */
export const now = Date.UTC(2026, 0, 2, 3, 4, 5)

export const nearOnly: Access = { token: null, tokenAlways: false, hosts: ['localhost', '127.0.0.0/8', '[::1]'] }

/** The control API over a database in memory. Every answer is held to the shape that its route declares. */
export async function runningControl(
  given: Partial<ControlPorts> = {},
  access: Access = nearOnly,
  following: Partial<Following> = {},
  database = 'sqlite::memory:',
): Promise<RunningControl> {
  const store = await openStore(database)
  const closing = new AbortController()
  const faults = await liveFaults({ ledger: store, log: silentLog })
  const app = fastify()
  const nobody = () => Promise.reject(new Error('nobody is called here'))
  mountControl(
    app,
    {
      mode: 'development',
      ledger: store,
      clock: { now: () => now },
      timekeeper: null,
      world: null,
      settle: () => Promise.resolve({ settled: true, pending: [] }),
      startingBalance: 10_000_000,
      refusedKept: () => Promise.resolve(),
      inventory: numberPool(),
      texts: null,
      calls: null,
      webhooks: { call: nobody, fetchFile: nobody },
      faults,
      closing: closing.signal,
      ...given,
    },
    access,
    { ledger: store, clock: { now: () => now }, log: silentLog },
    { ...usualFollowing, ...following },
  )
  const close = async () => {
    closing.abort()
    faults.close()
    await app.close()
    await store[Symbol.asyncDispose]()
  }
  return {
    store,
    async ask(path, { method = 'GET', payload, headers = {}, remoteAddress = '127.0.0.1' } = {}) {
      const answer = await app.inject({
        method,
        url: controlPrefix + path,
        remoteAddress,
        headers: { host: 'localhost:4010', ...headers },
        ...(payload !== undefined && { payload }),
      })
      const json = answer.body === '' ? {} : answer.json<Told['json']>()
      if (answer.statusCode < 300) holdToShape(method, path, answer.statusCode, json)
      return { status: answer.statusCode, headers: answer.headers, json }
    },
    listen: () => app.listen({ port: 0, host: '127.0.0.1' }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

interface Validator {
  validate(schema: object, value: unknown): boolean
  errorsText(): string
}
// It comes with the web server.
const Ajv = createRequire(createRequire(import.meta.url).resolve('fastify'))('ajv/dist/2020.js') as {
  new (options: object): Validator
}
const ajv = new Ajv({ strict: false, formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ } })

function holdToShape(method: string, path: string, status: number, json: object) {
  const bare = path.split('?')[0] ?? ''
  const route = Object.values(controlRoutes)
    .flat()
    .find((one) => one.method === method && new RegExp(`^${one.at.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(bare))
  if (!route) return
  if (route.status !== status) throw new Error(`${method} ${path} answered ${status}, and ${route.status} is declared`)
  if (route.answer === null || typeof route.answer === 'string') return
  if (!ajv.validate(route.answer.schema, json))
    throw new Error(`${method} ${path} is not answered as declared: ${ajv.errorsText()} in ${JSON.stringify(json)}`)
}
