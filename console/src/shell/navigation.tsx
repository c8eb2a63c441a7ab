import { Link } from '@tanstack/react-router'
import { useWords, type Words } from '../i18n/words.ts'

interface Entry {
  to: '/messages'
  name: keyof Words['shell']['pages']
  icon: string
}

/** Every page that is reached from everywhere, in the order in which people look. */
const entries: readonly Entry[] = [{ to: '/messages', name: 'messages', icon: 'M4 5h16v11H9l-5 4z' }]

/** Where one can go; `chosen` is called when somebody went. */
export function Navigation({ chosen }: { chosen?: () => void }) {
  const { shell } = useWords()
  return (
    <nav aria-label={shell.navigation} className="flex flex-col gap-0.5 p-2">
      {entries.map(({ to, name, icon }) => (
        <Link
          key={to}
          to={to}
          onClick={chosen}
          className="flex items-center gap-2.5 rounded-md px-2.5 py-1.5 text-ink hover:bg-raised aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent"
        >
          <svg aria-hidden="true" viewBox="0 0 24 24" className="size-4 shrink-0 fill-none stroke-current stroke-2">
            <path d={icon} strokeLinejoin="round" strokeLinecap="round" />
          </svg>
          {shell.pages[name]}
        </Link>
      ))}
    </nav>
  )
}
