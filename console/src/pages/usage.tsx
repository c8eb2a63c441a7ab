import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo, useState } from 'react'
import { type AnswerOf, ask } from '../control.ts'
import { useWords } from '../i18n/words.ts'
import { download } from '../parts/download.ts'
import { cliLine, controlCurl } from '../parts/counterparts.ts'
import { SameBy } from '../parts/same-by.tsx'
import { NotYet } from '../parts/not-yet.tsx'
import { look } from '../parts/styles.ts'
import { Teaching } from '../parts/teaching.tsx'
import { csv } from '../../../src/domain/csv.ts'

// Loaded when it is opened: it is as large as a page.
const Chart = lazy(async () => ({ default: (await import('./usage/chart.tsx')).Chart }))

type Day = AnswerOf<'GET /accounts/{sid}/usage'>['days'][number]

/** What accounts used: lines, and the same as a table. */
export function Usage() {
  const { usage: words, common } = useWords()
  const [days, setDays] = useState(30)
  const [chosen, setChosen] = useState<string | null>(null)
  const accounts = useQuery({
    queryKey: ['accounts'],
    queryFn: ({ signal }) => ask('GET /accounts', { query: { limit: 200 } }, signal),
  })
  const sid = chosen ?? accounts.data?.accounts.at(-1)?.sid ?? ''
  const used = useQuery({
    queryKey: ['usage', sid, days],
    queryFn: ({ signal }) => ask('GET /accounts/{sid}/usage', { path: { sid }, query: { days } }, signal),
    enabled: sid !== '',
  })
  const error = accounts.error ?? used.error
  if (error) {
    const refetch = () => Promise.all([accounts.refetch(), used.refetch()])
    return <NotYet of={{ error, refetch }} title={words.title} />
  }
  return (
    <div className="mx-auto max-w-5xl space-y-4 p-4">
      <h1 className="text-lg font-semibold">{words.title}</h1>
      <div className="flex flex-wrap gap-3">
        <label className="flex min-w-0 items-center gap-1.5 text-muted">
          <span className="whitespace-nowrap">{words.account}</span>
          <select
            value={sid}
            onChange={({ target }) => setChosen(target.value)}
            className={`${look.field} min-w-0 max-w-full`}
          >
            {accounts.data?.accounts.map(({ sid: one, friendlyName }) => (
              <option key={one} value={one}>
                {friendlyName} {one}
              </option>
            ))}
          </select>
        </label>
        <label className="flex items-center gap-1.5 text-muted">
          {words.days}
          <select value={days} onChange={({ target }) => setDays(Number(target.value))} className={look.field}>
            {[7, 30, 90, 400].map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      </div>
      {!used.data ? (
        <p className="text-muted">{common.loading}</p>
      ) : used.data.days.length === 0 ? (
        <Teaching
          title={words.empty}
          lines={['trunkline send --from $TWILIO_PHONE_NUMBER --to +15558675310 --body "Hello"']}
        >
          {words.emptyHint}
        </Teaching>
      ) : (
        <Shown days={used.data.days} price={used.data.price} currency={used.data.currency} />
      )}
      {sid !== '' && (
        <SameBy
          deeds={{
            [words.title]: {
              curl: controlCurl('GET /accounts/{sid}/usage', { path: { sid }, query: { days } }),
              CLI: cliLine('usage', [], { account: sid, days }),
              test: 'await account.client(twilio).usage.records.daily.list()',
            },
            [words.download]: { CLI: `${cliLine('usage', [], { account: sid, days, csv: true })} > usage.csv` },
            [words.account]: { curl: controlCurl('GET /accounts'), CLI: cliLine('accounts list') },
          }}
        />
      )}
    </div>
  )
}

function Shown({ days, price, currency }: { days: readonly Day[]; price: string; currency: string }) {
  const { usage: words, common } = useWords()
  const dates = useMemo(() => everyDay(days.map(({ date }) => date)), [days])
  const lines = useMemo(() => {
    const sum = (pattern: RegExp) =>
      dates.map((date) =>
        days.reduce((total, one) => (one.date === date && pattern.test(one.category) ? total + one.count : total), 0),
      )
    return {
      messages: [
        { label: words.out, values: sum(/^(sms|mms|channels-\w+)-outbound/), tone: 'accent' },
        { label: words.in, values: sum(/^(sms|mms|channels-\w+)-inbound/), tone: 'warn' },
      ],
      calls: [
        { label: words.out, values: sum(/^calls-outbound/), tone: 'accent' },
        { label: words.in, values: sum(/^calls-inbound/), tone: 'warn' },
      ],
    } as const
  }, [dates, days, words])
  const head = [words.date, words.category, words.count, words.units, words.price]
  const rows = days.map(
    ({ date, category, count, usage, price: cost }) => [date, category, count, usage, cost] as const,
  )
  return (
    <>
      <p>{words.total(price, currency)}</p>
      <Suspense fallback={<p className="text-muted">{common.loading}</p>}>
        <div className={`${look.panel} space-y-4 p-3`}>
          <Chart title={words.messages} dates={dates} lines={lines.messages} />
          <Chart title={words.calls} dates={dates} lines={lines.calls} />
        </div>
      </Suspense>
      <section>
        <h2 className="mb-1 flex items-center gap-3 font-semibold">
          {words.table}
          <button
            type="button"
            onClick={() => download('usage.csv', 'text/csv', csv([head, ...rows]))}
            className={look.chip}
          >
            {words.download}
          </button>
        </h2>
        <div className={`${look.panel} overflow-x-auto`}>
          <table className="w-full">
            <thead className="text-left text-xs text-muted">
              <tr className="border-b border-line">
                {head.map((one) => (
                  <th
                    key={one}
                    className={`whitespace-nowrap px-3 py-1.5 font-normal ${one === words.units ? 'max-md:hidden' : ''}`}
                  >
                    {one}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {rows.map(([date, category, count, units, cost]) => (
                <tr key={`${date} ${category}`}>
                  <td className="whitespace-nowrap px-3 py-1 font-mono text-xs">{date}</td>
                  <td className="px-3 [overflow-wrap:anywhere]">{category}</td>
                  <td className="px-3 tabular-nums">{count}</td>
                  <td className="px-3 tabular-nums max-md:hidden">{units}</td>
                  <td className="px-3 tabular-nums">{cost}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  )
}

const dayLength = 86_400_000
/** So many at least are drawn, so that one alone is no line without length. */
const fewestDays = 7

/** Every day from the first to the last, those on which nothing was used too. */
function everyDay(dates: readonly string[]): readonly string[] {
  const moments = dates.map((date) => Date.parse(date))
  const last = Math.max(...moments)
  const first = Math.min(...moments, last - (fewestDays - 1) * dayLength)
  const count = Math.round((last - first) / dayLength) + 1
  return Array.from({ length: count }, (_, i) => new Date(first + i * dayLength).toISOString().slice(0, 10))
}
