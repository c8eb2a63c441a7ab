import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useWords } from '../i18n/words.ts'
import { goLive } from '../live.ts'
import { Login } from '../pages/login.tsx'
import { NotYet } from '../parts/not-yet.tsx'
import { lookAgain } from '../queries.ts'
import { sessionQuery } from '../session.ts'
import { useIsFramed } from './framed.ts'
import { Navigation } from './navigation.tsx'
import { TopBar } from './top-bar.tsx'

/** What stands around every page; and in place of it where to log in, as long as that is needed. */
export function Shell() {
  const { shell } = useWords()
  const session = useQuery(sessionQuery)
  const framed = useIsFramed()
  const isIn = session.data !== undefined && session.data.login !== 'needed'
  useEffect(() => {
    if (isIn) goLive(lookAgain)
  }, [isIn])
  return (
    <div className="flex h-full flex-col">
      {!framed && (
        <>
          <a
            href="#content"
            className="sr-only focus:not-sr-only focus:absolute focus:left-2 focus:top-2 focus:z-50 focus:bg-surface focus:p-2"
          >
            {shell.skip}
          </a>
          <TopBar isIn={isIn} />
        </>
      )}
      <div className="flex min-h-0 flex-1">
        {isIn && !framed && (
          <aside className="hidden w-48 shrink-0 border-r border-line bg-surface md:block">
            <Navigation />
          </aside>
        )}
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 overflow-auto outline-none">
          {isIn && <Outlet />}
          {session.data?.login === 'needed' && <Login passwordSet={session.data.passwordSet} />}
          {session.error && !session.data && <NotYet of={session} />}
        </main>
      </div>
    </div>
  )
}
