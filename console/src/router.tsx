import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router'
import { besideIn, besideText } from './pages/phones/beside.ts'
import { queries } from './queries.ts'
import { sessionQuery } from './session.ts'
import { Missing } from './shell/missing.tsx'
import { Shell } from './shell/shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: Missing })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => toFirstPage(),
})

/** Where people come who log in; who need not goes on. */
const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  beforeLoad: () => toFirstPage(),
})

const session = () => queries.ensureQueryData(sessionQuery)

/** Stays where it is as long as a login is needed: the shell shows it there. */
async function toFirstPage(): Promise<void> {
  const { mode, login: state } = await session()
  if (state !== 'needed') redirect({ to: mode === 'production' ? '/messages' : '/phones', throw: true })
}

/** Production has no phones and nothing to play with, and keeps no requests that it refused. */
async function developmentOnly(): Promise<void> {
  if ((await session()).mode === 'production') notFound({ throw: true })
}

/** What a list is searched by, in the address of its page. */
const searched = ({ q }: Record<string, unknown>): { q?: string } => (typeof q === 'string' && q !== '' ? { q } : {})

const messages = createRoute({
  getParentRoute: () => root,
  path: '/messages',
  validateSearch: searched,
  component: lazyRouteComponent(() => import('./pages/messages.tsx'), 'Messages'),
})

const message = createRoute({
  getParentRoute: () => root,
  path: '/messages/$sid',
  component: lazyRouteComponent(() => import('./pages/message.tsx'), 'Message'),
})

const filtered = ({ failed, kind }: Record<string, unknown>): { failed?: true; kind?: string } => ({
  ...(failed === true && { failed }),
  ...(typeof kind === 'string' && kind !== '' && { kind }),
})

const webhooks = createRoute({
  getParentRoute: () => root,
  path: '/webhooks',
  validateSearch: filtered,
  component: lazyRouteComponent(() => import('./pages/webhooks.tsx'), 'Webhooks'),
})

const webhook = createRoute({
  getParentRoute: () => root,
  path: '/webhooks/$id',
  component: lazyRouteComponent(() => import('./pages/webhook.tsx'), 'Webhook'),
})

const debug = createRoute({
  getParentRoute: () => root,
  path: '/debugger',
  component: lazyRouteComponent(() => import('./pages/debugger.tsx'), 'Debugger'),
})

const debugCode = createRoute({
  getParentRoute: () => root,
  path: '/debugger/$code',
  component: lazyRouteComponent(() => import('./pages/debugger-code.tsx'), 'DebuggerCode'),
})

const numbers = createRoute({
  getParentRoute: () => root,
  path: '/numbers',
  component: lazyRouteComponent(() => import('./pages/numbers.tsx'), 'Numbers'),
})

const number = createRoute({
  getParentRoute: () => root,
  path: '/numbers/$number',
  component: lazyRouteComponent(() => import('./pages/number.tsx'), 'NumberPage'),
})

const playground = createRoute({
  getParentRoute: () => root,
  path: '/playground',
  beforeLoad: developmentOnly,
  component: lazyRouteComponent(() => import('./pages/playground.tsx'), 'Playground'),
})

const usage = createRoute({
  getParentRoute: () => root,
  path: '/usage',
  component: lazyRouteComponent(() => import('./pages/usage.tsx'), 'Usage'),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings.tsx'), 'Settings'),
})

const lab = createRoute({
  getParentRoute: () => root,
  path: '/lab',
  beforeLoad: developmentOnly,
  component: lazyRouteComponent(() => import('./pages/lab.tsx'), 'Lab'),
})

const requests = createRoute({
  getParentRoute: () => root,
  path: '/requests',
  beforeLoad: developmentOnly,
  component: lazyRouteComponent(() => import('./pages/requests.tsx'), 'Requests'),
})

/** With whom the phone speaks, which others stand beside it, and whether it stands alone in its window. */
const withOthers = ({
  peer,
  beside,
  frame,
}: Record<string, unknown>): { peer?: string; beside?: string; frame?: 1 } => {
  const others = besideText(besideIn(beside))
  return {
    ...(typeof peer === 'string' && peer !== '' && { peer }),
    ...(others !== '' && { beside: others }),
    ...(frame !== undefined && { frame: 1 }),
  }
}

const phones = createRoute({
  getParentRoute: () => root,
  path: '/phones',
  beforeLoad: developmentOnly,
  component: lazyRouteComponent(() => import('./pages/phones.tsx'), 'Phones'),
})

const phone = createRoute({
  getParentRoute: () => phones,
  path: '$number',
  validateSearch: withOthers,
  component: lazyRouteComponent(() => import('./pages/phones/side-by-side.tsx'), 'SideBySide'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    login,
    phones.addChildren([phone]),
    messages,
    message,
    requests,
    webhooks,
    webhook,
    debug,
    debugCode,
    numbers,
    number,
    playground,
    usage,
    lab,
    settings,
  ]),
  basepath: '/_trunkline',
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
