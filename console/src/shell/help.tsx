import { useWords } from '../i18n/words.ts'
import { Modal } from '../parts/modal.tsx'
import { look } from '../parts/styles.ts'
import { useIsProduction } from '../session.ts'
import { isMac, type Key, keysOn } from './keyboard.ts'
import { chooseSingleKeys, useSingleKeys } from './single-keys.ts'

/** Every key with what it does, and how to turn them off. */
export function Help({ closed }: { closed(): void }) {
  const { keyboard: words, shell, common } = useWords()
  const isProduction = useIsProduction()
  const single = useSingleKeys()
  return (
    <Modal label={words.title} closed={closed}>
      <div className="space-y-3 p-4">
        <h2 className="font-semibold">{words.title}</h2>
        <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1">
          {keysOn(isProduction).map((key) => (
            <div key={`${key.withPrimary ?? ''}${key.press.join(' ')}`} className="contents">
              <dt className="whitespace-nowrap">
                <Caps pressed={key} />
              </dt>
              <dd>{typeof key.does === 'string' ? words.deeds[key.does] : words.go(shell.pages[key.does.name])}</dd>
            </div>
          ))}
        </dl>
        <label className="flex items-center gap-2">
          <input type="checkbox" checked={single} onChange={({ target }) => chooseSingleKeys(target.checked)} />
          {words.single}
        </label>
        <p className="text-xs text-muted">{words.singleHint}</p>
        <form method="dialog">
          <button type="submit" className={look.button}>
            {common.close}
          </button>
        </form>
      </div>
    </Modal>
  )
}

function Caps({ pressed: { press, withPrimary } }: { pressed: Key }) {
  const { keyboard: words } = useWords()
  const [first, second] = press
  return (
    <>
      {withPrimary && <Cap>{isMac() ? '⌘' : 'Ctrl'}</Cap>} <Cap>{withPrimary ? first.toUpperCase() : first}</Cap>
      {second !== undefined && (
        <>
          {' '}
          <span className="text-xs text-muted">{words.after}</span> <Cap>{second}</Cap>
        </>
      )}
    </>
  )
}

function Cap({ children }: { children: string }) {
  return <kbd className="rounded border border-line bg-raised px-1.5 font-mono text-xs">{children}</kbd>
}
