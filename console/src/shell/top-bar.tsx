import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { languages, useSpoken } from '../i18n/words.ts'
import { Icon } from '../parts/icon.tsx'
import { useConnected } from '../live.ts'
import { chooseTheme, themes, useTheme } from '../theme.ts'
import { Logout } from './logout.tsx'
import { Navigation } from './navigation.tsx'

const choice = 'rounded-md border border-line bg-surface px-2 py-1 text-ink'

/** Always there: where one is, and how the server is. */
export function TopBar({ isIn }: { isIn: boolean }) {
  const { words, language, choose } = useSpoken()
  const theme = useTheme()
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line bg-surface px-3">
      {isIn && <Menu />}
      <Link to="/" className="flex items-center gap-2 font-semibold">
        <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" className="size-6" />
        Trunkline
      </Link>
      <span className="flex-1" />
      {isIn && <Connection />}
      <label>
        <span className="sr-only">{words.shell.language}</span>
        <select
          value={language}
          onChange={({ target }) => choose(languages.find((one) => one === target.value) ?? 'en')}
          className={choice}
        >
          <option value="en">English</option>
          <option value="ja">日本語</option>
        </select>
      </label>
      <label className="hidden sm:block">
        <span className="sr-only">{words.shell.theme}</span>
        <select
          value={theme}
          onChange={({ target }) => chooseTheme(themes.find((one) => one === target.value) ?? 'system')}
          className={choice}
        >
          {themes.map((one) => (
            <option key={one} value={one}>
              {words.shell.themes[one]}
            </option>
          ))}
        </select>
      </label>
      <Logout />
    </header>
  )
}

function Connection() {
  const { words } = useSpoken()
  const connected = useConnected()
  return (
    <output className={`flex items-center gap-1.5 ${connected ? 'text-good' : 'text-warn'}`}>
      <span aria-hidden="true" className={`size-2 rounded-full bg-current ${connected ? '' : 'animate-pulse'}`} />
      <span className="max-sm:sr-only">{connected ? words.shell.live : words.shell.notLive}</span>
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
      </dialog>
    </>
  )
}
