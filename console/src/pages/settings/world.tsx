import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../control.ts'
import { useSpoken } from '../../i18n/words.ts'
import { useInDevelopment } from '../../in-development.ts'
import { cliLine, controlCurl } from '../../parts/counterparts.ts'
import { literal } from '../../parts/literal.ts'
import { SameBy } from '../../parts/same-by.tsx'
import { ShowError } from '../../parts/show-error.tsx'
import { look } from '../../parts/styles.ts'

/** Snapshots of everything, the way back to them, and to the first start. */
export function WorldPanel() {
  const {
    words: { settings: words },
    language,
  } = useSpoken()
  const queries = useQueryClient()
  const again = () => queries.invalidateQueries()
  const found = useInDevelopment('GET /snapshots', 'snapshots')
  const take = useMutation({ mutationFn: () => ask('POST /snapshots'), onSuccess: again })
  const forget = useMutation({
    mutationFn: (id: string) => ask('DELETE /snapshots/{id}', { path: { id } }),
    onSuccess: again,
  })
  const goBack = useMutation({ mutationFn: (way: () => Promise<unknown>) => way(), onSuccess: again })
  // In production there is nothing to go back to.
  if (!found.data) return null
  const last = found.data.snapshots.at(-1)
  return (
    <section className={`${look.panel} space-y-2 p-3`}>
      <h2 className="font-semibold">{words.world}</h2>
      <p className="text-muted">{words.worldHint}</p>
      <ul className="divide-y divide-line">
        {found.data.snapshots.map(({ id, at }) => (
          <li key={id} className="flex flex-wrap items-center gap-2 py-1">
            <code className="font-mono text-xs">{id}</code>
            <time dateTime={at} className="flex-1 text-muted">
              {new Date(at).toLocaleString(language)}
            </time>
            <button
              type="button"
              disabled={goBack.isPending}
              onClick={() =>
                window.confirm(words.restoreSure(id)) &&
                goBack.mutate(() => ask('POST /snapshots/{id}/restore', { path: { id } }))
              }
              className={look.button}
            >
              {words.restore(id)}
            </button>
            <button
              type="button"
              aria-label={words.forget(id)}
              onClick={() => forget.mutate(id)}
              className={look.button}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
      <ShowError error={take.error ?? forget.error ?? goBack.error} />
      <div className="flex flex-wrap items-center gap-2">
        <button type="button" disabled={take.isPending} onClick={() => take.mutate()} className={look.button}>
          {words.take}
        </button>
        <button
          type="button"
          disabled={goBack.isPending}
          onClick={() => window.confirm(words.resetSure) && goBack.mutate(() => ask('POST /reset'))}
          className={`${look.button} text-bad`}
        >
          {words.reset}
        </button>
        {goBack.isSuccess && <output>{words.backThere}</output>}
      </div>
      <SameBy
        deeds={{
          [words.take]: {
            curl: controlCurl('POST /snapshots'),
            CLI: cliLine('snapshots take'),
            test: 'const before = await trunkline.snapshot()',
          },
          [words.world]: { curl: controlCurl('GET /snapshots'), CLI: cliLine('snapshots list') },
          ...(last && {
            [words.restore(last.id)]: {
              curl: controlCurl('POST /snapshots/{id}/restore', { path: last }),
              CLI: cliLine('snapshots restore', [last.id]),
              test: `await trunkline.restore(${literal({ id: last.id })})`,
            },
            [words.forget(last.id)]: {
              curl: controlCurl('DELETE /snapshots/{id}', { path: last }),
              CLI: cliLine('snapshots remove', [last.id]),
            },
          }),
          [words.reset]: {
            curl: controlCurl('POST /reset'),
            CLI: cliLine('reset'),
            test: 'await trunkline.reset()',
          },
        }}
      />
    </section>
  )
}
