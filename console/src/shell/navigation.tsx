import { Link } from '@tanstack/react-router'
import { Icon } from '../parts/icon.tsx'
import { useWords } from '../i18n/words.ts'
import { useIsProduction } from '../session.ts'
import { isThere, pages } from './pages.ts'

/** Where one can go; `chosen` is called when somebody went. */
export function Navigation({ chosen }: { chosen?: () => void }) {
  const { shell } = useWords()
  const isProduction = useIsProduction()
  const shown = pages.filter((page) => isThere(page, isProduction))
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
