import type { LinkProps } from '@tanstack/react-router'
import type { Words } from '../i18n/words.ts'
import type { IconName } from '../parts/icon.tsx'

export interface PageEntry {
  to: LinkProps['to'] & string
  name: keyof Words['shell']['pages']
  icon: IconName
  /** What leads there when it is pressed after `g`. */
  key?: string
  /** Where there are no phones to play with, it is not there. */
  development?: true
}

/** Every page that is reached from everywhere, in the order in which people look. */
export const pages: readonly PageEntry[] = [
  { to: '/phones', name: 'phones', icon: 'phone', key: 'p', development: true },
  { to: '/messages', name: 'messages', icon: 'message', key: 'm' },
  { to: '/webhooks', name: 'webhooks', icon: 'webhook', key: 'w' },
  { to: '/debugger', name: 'debugger', icon: 'warning', key: 'd' },
  { to: '/numbers', name: 'numbers', icon: 'hash', key: 'n' },
  { to: '/playground', name: 'playground', icon: 'play', key: 'y', development: true },
  { to: '/usage', name: 'usage', icon: 'chart', key: 'u' },
  { to: '/lab', name: 'lab', icon: 'flask', key: 'l', development: true },
  { to: '/settings', name: 'settings', icon: 'gear', key: 's' },
]

/** Whether something is there on a server of this kind. */
export const isThere = ({ development }: { development?: true }, isProduction: boolean): boolean =>
  !(development && isProduction)
