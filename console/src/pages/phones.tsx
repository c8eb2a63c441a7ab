import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useParams } from '@tanstack/react-router'
import { ask, controlAddress } from '../control.ts'
import { useWords } from '../i18n/words.ts'
import { ShowError } from '../parts/show-error.tsx'
import { look } from '../parts/styles.ts'
import { Teaching } from '../parts/teaching.tsx'
import { Trouble } from '../parts/trouble.tsx'

const marks: Readonly<Record<string, string>> = { online: '●', offline: '✈', rejects: '⊘', landline: '☏', slow: '◔' }

/** The virtual phones, side by side with the one that is chosen. */
export function Phones() {
  const { phones: words, common } = useWords()
  const { number } = useParams({ strict: false })
  const queries = useQueryClient()
  const navigate = useNavigate()
  const found = useQuery({ queryKey: ['phones'], queryFn: ({ signal }) => ask('GET /phones', {}, signal) })
  const create = useMutation({
    mutationFn: () => ask('POST /phones', { body: {} }),
    async onSuccess({ phoneNumber }) {
      await queries.invalidateQueries({ queryKey: ['phones'] })
      await navigate({ to: '/phones/$number', params: { number: phoneNumber } })
    },
  })
  if (found.error) return <Trouble error={found.error} retry={() => void found.refetch()} />
  if (found.isPending) return <p className="p-4 text-muted">{common.loading}</p>
  const { phones } = found.data
  return (
    <div className="flex h-full flex-col md:flex-row">
      <h1 className="sr-only">{words.title}</h1>
      <section
        aria-label={words.list}
        className={`shrink-0 overflow-auto border-line bg-surface p-2 md:w-56 md:border-r ${number ? 'max-md:hidden' : ''}`}
      >
        <button
          type="button"
          onClick={() => create.mutate()}
          disabled={create.isPending}
          className={`${look.button} w-full`}
        >
          + {words.create}
        </button>
        <ShowError error={create.error} />
        <ul className="mt-2 space-y-0.5">
          {phones.map(({ phoneNumber, name, behaviour }) => (
            <li key={phoneNumber}>
              <Link
                to="/phones/$number"
                params={{ number: phoneNumber }}
                className="block rounded-md px-2 py-1 hover:bg-raised aria-[current=page]:bg-accent-soft"
              >
                <span aria-hidden="true">{marks[behaviour] ?? '◌'}</span> {name || words.nameless}
                <span className="block font-mono text-xs text-muted">{phoneNumber}</span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <div className="min-h-0 min-w-0 flex-1">
        <Outlet />
        {number === undefined &&
          (phones.length > 0 ? (
            <p className="p-8 text-center text-muted max-md:hidden">{words.choose}</p>
          ) : (
            <div className="px-4">
              <Teaching
                title={words.empty}
                lines={[
                  'trunkline phone create --name Ann',
                  `curl -X POST ${location.origin}${controlAddress}/phones -H 'Content-Type: application/json' -d '{"name": "Ann"}'`,
                ]}
              >
                {words.emptyHint}
              </Teaching>
            </div>
          ))}
      </div>
    </div>
  )
}
