import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { isMoved, lengthOf, useClock } from '../clock.ts'
import { useFaults } from '../faults.ts'
import { useSpoken } from '../i18n/words.ts'
import { Icon } from '../parts/icon.tsx'
import { useConnected } from '../live.ts'
import { useIsProduction } from '../session.ts'
import { LanguageChoice, ThemeChoice } from './choices.tsx'
import { Keys } from './keys.tsx'
import { Logout } from './logout.tsx'
import { Navigation } from './navigation.tsx'

/** Always there: where one is, and how the server is. */
export function TopBar({ isIn }: { isIn: boolean }) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-1.5 border-b border-line bg-surface px-3 sm:gap-3">
      {isIn && <Menu />}
      <Link to="/" className="flex shrink-0 items-center gap-2 font-semibold">
        <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" className="size-6" />
        <span className="max-sm:sr-only">Trunkline</span>
      </Link>
      {isIn && <Mode />}
      <span className="flex-1" />
      {isIn && (
        <>
          <Keys />
          <ClockNotice />
          <FaultsNotice />
          <Connection />
        </>
      )}
      <span className={isIn ? 'contents max-sm:hidden' : 'contents'}>
        <LanguageChoice />
        <ThemeChoice />
      </span>
      <Logout />
    </header>
  )
}

/** Whether this is a server to try things on, or one that strangers use. */
function Mode() {
  const { words } = useSpoken()
  return useIsProduction() ? (
    <span className="whitespace-nowrap rounded bg-accent-soft px-2 text-accent">{words.shell.production}</span>
  ) : (
    <span className="whitespace-nowrap text-xs text-muted max-sm:sr-only">{words.shell.development}</span>
  )
}

function Connection() {
  const { words } = useSpoken()
  const connected = useConnected()
  return (
    <output className={`flex items-center whitespace-nowrap gap-1.5 ${connected ? 'text-good' : 'text-warn'}`}>
      <span aria-hidden="true" className={`size-2 rounded-full bg-current ${connected ? '' : 'animate-pulse'}`} />
      {connected ? (
        <span className="max-sm:sr-only">{words.shell.live}</span>
      ) : (
        <>
          <span className="sm:hidden">{words.shell.away}</span>
          <span className="max-sm:hidden">{words.shell.notLive}</span>
        </>
      )}
    </output>
  )
}

/** The pages, where there is no room for them at the side. */
function Menu() {
  const { words } = useSpoken()
  const dialog = useRef<HTMLDialogElement>(null)
  const close = () => dialog.current?.close()
  return (
    <>
      <button
        type="button"
        aria-label={words.shell.menu}
        onClick={() => dialog.current?.showModal()}
        className="rounded-md p-1.5 hover:bg-raised md:hidden"
      >
        <Icon name="menu" size="size-5" />
      </button>
      <dialog
        ref={dialog}
        aria-label={words.shell.menu}
        closedby="any"
        className="m-0 h-full max-h-none w-64 border-r border-line bg-surface text-ink backdrop:bg-black/40"
      >
        <Navigation chosen={close} />
        <div className="flex flex-col gap-2 border-t border-line p-3 sm:hidden">
          <LanguageChoice />
          <ThemeChoice />
        </div>
      </dialog>
    </>
  )
}

/** Says so when time is not what it is elsewhere, and leads to where it is set. */
function ClockNotice() {
  const { words, language } = useSpoken()
  const { data } = useClock()
  if (!data || !isMoved(data)) return null
  return (
    <Link to="/lab" className="truncate rounded bg-warn-soft px-2 text-warn">
      <span className="max-sm:hidden">{words.shell.clock(new Date(data.now).toLocaleString(language))} </span>
      {data.state === 'frozen' ? words.shell.frozen : `${data.offset < 0 ? '−' : '+'}${lengthOf(data.offset)}`}
    </Link>
  )
}

/** Says so when something goes wrong on purpose. */
function FaultsNotice() {
  const { words } = useSpoken()
  const { data } = useFaults()
  if (!data || data.faults.length === 0) return null
  return (
    <Link to="/lab" className="whitespace-nowrap rounded bg-bad-soft px-2 text-bad">
      {words.shell.faults(data.faults.length)}
    </Link>
  )
}
