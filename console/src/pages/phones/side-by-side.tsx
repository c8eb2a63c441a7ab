import { Link, useNavigate, useParams } from '@tanstack/react-router'
import type { MouseEvent } from 'react'
import { useWords } from '../../i18n/words.ts'
import { Icon } from '../../parts/icon.tsx'
import { look } from '../../parts/styles.ts'
import { useIsFramed } from '../../shell/framed.ts'
import { pageOf, type Standing } from './beside.ts'
import { Phone } from './phone.tsx'
import { useStanding } from './use-standing.ts'

/** The phones that were chosen, beside each other where there is room, else the first of them. */
export function SideBySide() {
  const { phones: words } = useWords()
  const { number: first } = useParams({ from: '/phones/$number' })
  const standing = useStanding()
  const framed = useIsFramed()
  const navigate = useNavigate()
  const stand = (now: readonly Standing[]) => {
    const page = pageOf(now)
    if (!page) return
    const { number, search } = page
    void navigate({ to: '/phones/$number', params: { number }, search: { ...search, ...(framed && { frame: 1 }) } })
  }
  return (
    <div className="flex h-full overflow-x-auto">
      {standing.map(({ number, peer }) => (
        <section
          key={number}
          aria-label={words.phone(number)}
          className={`min-w-64 flex-1 border-line not-first:border-l max-lg:min-w-0 ${number === first ? '' : 'max-lg:hidden'}`}
        >
          <Phone
            number={number}
            peer={peer}
            choosePeer={(chosen) =>
              stand(standing.map((one) => (one.number === number ? { number, peer: chosen } : one)))
            }
          >
            {!framed && <PopOut number={number} />}
            {standing.length > 1 && (
              <button
                type="button"
                aria-label={words.takeAway(number)}
                onClick={() => stand(standing.filter((one) => one.number !== number))}
                className={`${look.button} max-lg:hidden`}
              >
                ✕
              </button>
            )}
          </Phone>
        </section>
      ))}
    </div>
  )
}

/** Opens one phone alone, in a window that can stand beside an application. */
function PopOut({ number }: { number: string }) {
  const { phones: words } = useWords()
  const open = (event: MouseEvent<HTMLAnchorElement>) => {
    // Where the browser opens no window, the link opens a tab.
    if (window.open(event.currentTarget.href, `phone ${number}`, 'popup,width=420,height=800')) event.preventDefault()
  }
  return (
    <Link
      to="/phones/$number"
      params={{ number }}
      search={{ frame: 1 }}
      target="_blank"
      onClick={open}
      aria-label={words.popOut(number)}
      title={words.popOut(number)}
      className={look.button}
    >
      <Icon name="leave" />
    </Link>
  )
}
