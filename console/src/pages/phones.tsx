import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import { type AnswerOf, ask } from '../control.ts'
import { useWords } from '../i18n/words.ts'
import { cliLine, controlCurl } from '../parts/counterparts.ts'
import { SameBy } from '../parts/same-by.tsx'
import { ShowError } from '../parts/show-error.tsx'
import { NotYet } from '../parts/not-yet.tsx'
import { look } from '../parts/styles.ts'
import { Teaching } from '../parts/teaching.tsx'
import { useIsFramed } from '../shell/framed.ts'
import { mostPhones, pageOf, type Standing } from './phones/beside.ts'
import { useStanding } from './phones/use-standing.ts'

const marks: Readonly<Record<string, string>> = { online: '●', offline: '✈', rejects: '⊘', landline: '☏', slow: '◔' }

/** The virtual phones, side by side with the one that is chosen. */
export function Phones() {
  const { phones: words } = useWords()
  const standing = useStanding()
  const number = standing[0]?.number
  const framed = useIsFramed()
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
  if (!found.data) return <NotYet of={found} title={words.title} />
  const { phones } = found.data
  return (
    <div className="flex h-full flex-col md:flex-row">
      <h1 className="sr-only">{words.title}</h1>
      {!framed && (
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
          <div className="mt-1.5 px-2">
            <SameBy
              deeds={{
                [words.create]: {
                  curl: controlCurl('POST /phones', { body: {} }),
                  CLI: cliLine('phone create'),
                  test: 'const phone = await account.phone()',
                },
                [words.list]: { curl: controlCurl('GET /phones'), CLI: cliLine('phone list') },
              }}
            />
          </div>
          <ul className="mt-2 space-y-0.5">
            {phones.map((phone) => (
              <Entry key={phone.phoneNumber} phone={phone} standing={standing} />
            ))}
          </ul>
        </section>
      )}
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
                  cliLine('phone create', [], { name: 'Ann' }),
                  controlCurl('POST /phones', { body: { name: 'Ann' } }),
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

type Listed = AnswerOf<'GET /phones'>['phones'][number]

/** A phone to choose in place of the first that stands there, or to put beside it. */
function Entry({ phone, standing }: { phone: Listed; standing: readonly Standing[] }) {
  const { phones: words } = useWords()
  const { phoneNumber, name, behaviour } = phone
  const stands = standing.some(({ number }) => number === phoneNumber)
  const isFirst = standing[0]?.number === phoneNumber
  const alone = pageOf([{ number: phoneNumber }, ...standing.slice(1).filter(({ number }) => number !== phoneNumber)])
  const beside = pageOf([...standing, { number: phoneNumber }])
  return (
    <li data-row className="flex items-center gap-1">
      <Link
        to="/phones/$number"
        params={{ number: phoneNumber }}
        search={alone?.search ?? {}}
        // Said here: an address with a plus in it, as people write it, is the same phone.
        aria-current={isFirst ? 'page' : undefined}
        className={`min-w-0 flex-1 rounded-md px-2 py-1 hover:bg-raised ${isFirst ? 'bg-accent-soft' : stands ? 'bg-raised' : ''}`}
      >
        <span aria-hidden="true">{marks[behaviour] ?? '◌'}</span> <bdi>{name || words.nameless}</bdi>
        <span className="block font-mono text-xs text-muted">{phoneNumber}</span>
      </Link>
      {beside && !stands && standing.length > 0 && standing.length < mostPhones && (
        <Link
          to="/phones/$number"
          params={{ number: beside.number }}
          search={beside.search}
          aria-label={words.putBeside(phoneNumber)}
          title={words.putBeside(phoneNumber)}
          className={`${look.button} max-lg:hidden`}
        >
          +
        </Link>
      )}
    </li>
  )
}
