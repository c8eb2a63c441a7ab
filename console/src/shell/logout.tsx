import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useWords } from '../i18n/words.ts'
import { Icon } from '../parts/icon.tsx'
import { SameBy } from '../parts/same-by.tsx'
import { ShowError } from '../parts/show-error.tsx'
import { look } from '../parts/styles.ts'
import { logOut, sessionQuery } from '../session.ts'

/** How to leave, where somebody logged in. */
export function Logout() {
  const { login: words, common } = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const session = useQuery(sessionQuery)
  const leave = useMutation({ mutationFn: logOut })
  if (session.data?.login !== 'in') return null
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()} className={`${look.button} whitespace-nowrap`}>
        <Icon name="leave" />
        <span className="max-sm:sr-only">{words.out}</span>
      </button>
      <dialog
        ref={dialog}
        aria-label={words.account}
        closedby="any"
        className="m-auto max-w-sm rounded-md border border-line bg-surface p-4 text-ink backdrop:bg-black/40"
      >
        <p className="text-muted">{words.outHint}</p>
        <ShowError error={leave.error} />
        <div className="mt-3 flex flex-wrap gap-2">
          <button type="button" disabled={leave.isPending} onClick={() => leave.mutate(false)} className={look.primary}>
            {words.out}
          </button>
          <button type="button" disabled={leave.isPending} onClick={() => leave.mutate(true)} className={look.button}>
            {words.everywhere}
          </button>
          <button type="button" onClick={() => dialog.current?.close()} className={look.button}>
            {common.close}
          </button>
        </div>
        <div className="mt-3">
          <SameBy deeds={{ [words.everywhere]: { CLI: 'trunkline console reset' } }} />
        </div>
      </dialog>
    </>
  )
}
