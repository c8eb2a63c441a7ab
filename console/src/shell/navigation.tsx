import { Link, type LinkProps } from '@tanstack/react-router'
import { Icon, type IconName } from '../parts/icon.tsx'
import { useWords, type Words } from '../i18n/words.ts'
import { useIsProduction } from '../session.ts'

interface Entry {
  to: LinkProps['to'] & string
  name: keyof Words['shell']['pages']
  icon: IconName
  /** Where there are no phones to play with, it is not there. */
  development?: true
}

/** Every page that is reached from everywhere, in the order in which people look. */
const entries: readonly Entry[] = [
  { to: '/phones', name: 'phones', icon: 'phone', development: true },
  { to: '/messages', name: 'messages', icon: 'message' },
  { to: '/webhooks', name: 'webhooks', icon: 'webhook' },
  { to: '/debugger', name: 'debugger', icon: 'warning' },
  { to: '/numbers', name: 'numbers', icon: 'hash' },
  { to: '/playground', name: 'playground', icon: 'play', development: true },
  { to: '/usage', name: 'usage', icon: 'chart' },
  { to: '/lab', name: 'lab', icon: 'flask', development: true },
  { to: '/settings', name: 'settings', icon: 'gear' },
]

/** Where one can go; `chosen` is called when somebody went. */
export function Navigation({ chosen }: { chosen?: () => void }) {
  const { shell } = useWords()
  const isProduction = useIsProduction()
  const shown = entries.filter(({ development }) => !(development && isProduction))
  return (
    <nav aria-label={shell.navigation} className="flex flex-col gap-0.5 p-2">
      {shown.map(({ to, name, icon }) => (
        <Link
          key={to}
          to={to}
          onClick={chosen}
          className="flex items-center gap-2.5 rounded-md px-2.5 py-1.5 text-ink hover:bg-raised aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent"
        >
          <Icon name={icon} />
          {shell.pages[name]}
        </Link>
      ))}
    </nav>
  )
}
