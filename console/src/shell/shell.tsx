import { Outlet } from '@tanstack/react-router'
import { useWords } from '../i18n/words.ts'
import { Navigation } from './navigation.tsx'
import { TopBar } from './top-bar.tsx'

/** What stands around every page. */
export function Shell() {
  const { shell } = useWords()
  return (
    <div className="flex h-full flex-col">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:left-2 focus:top-2 focus:z-50 focus:bg-surface focus:p-2"
      >
        {shell.skip}
      </a>
      <TopBar />
      <div className="flex min-h-0 flex-1">
        <aside className="hidden w-48 shrink-0 border-r border-line bg-surface md:block">
          <Navigation />
        </aside>
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 overflow-auto outline-none">
          <Outlet />
        </main>
      </div>
    </div>
  )
}
