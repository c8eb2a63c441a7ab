import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type AnswerOf, ask } from '../../control.ts'
import { useSpoken, useWords } from '../../i18n/words.ts'
import { useHappenings } from '../../live.ts'
import { Icon } from '../../parts/icon.tsx'
import { timeOf } from '../../parts/moment.ts'
import { cliLine, controlCurl } from '../../parts/counterparts.ts'
import { literal } from '../../parts/literal.ts'
import { SameBy } from '../../parts/same-by.tsx'
import { ShowError } from '../../parts/show-error.tsx'
import { look } from '../../parts/styles.ts'

type Call = AnswerOf<'GET /phones/{number}/calls'>['calls'][number]

/** How often is looked whether a phone rings: that is told by no event of its own, in milliseconds. */
const glance = 2000

/** The calls at a phone, and a way to make one. */
export function Calls({ number, peer }: { number: string; peer: string }) {
  const { phones: words } = useWords()
  const queries = useQueryClient()
  const again = () => queries.invalidateQueries({ queryKey: ['phone', number, 'calls'] })
  const found = useQuery({
    queryKey: ['phone', number, 'calls'],
    queryFn: ({ signal }) => ask('GET /phones/{number}/calls', { path: { number } }, signal),
    refetchInterval: glance,
  })
  const ring = useMutation({
    mutationFn: () => ask('POST /phones/{number}/calls', { path: { number }, body: { to: peer } }),
    onSuccess: again,
  })
  useHappenings((batch) => {
    if (batch.some(({ type }) => type === 'transcript')) void again()
  })
  return (
    <section aria-label={words.calls(number)} className="space-y-2 border-b border-line px-4 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <button type="button" disabled={peer === ''} onClick={() => ring.mutate()} className={look.chip}>
          <Icon name="call" /> {words.callNow} {peer}
        </button>
        <SameBy
          deeds={{
            [`${words.callNow} ${peer}`]: {
              curl: controlCurl('POST /phones/{number}/calls', { path: { number }, body: { to: peer } }),
              CLI: cliLine('phone ring', [number, peer]),
              test: `const call = await phone.call(${literal(peer)})`,
            },
            [words.calls(number)]: {
              curl: controlCurl('GET /phones/{number}/calls', { path: { number } }),
              CLI: cliLine('phone show', [number]),
              test: 'const call = await phone.waitForCall()',
            },
          }}
        />
      </div>
      <ShowError error={ring.error} />
      {found.data?.calls.map((call) => (
        <InCall key={call.sid} number={number} call={call} />
      ))}
    </section>
  )
}

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const

function InCall({ number, call: { sid, from, to, status } }: { number: string; call: Call }) {
  const {
    words: { phones: words },
    language,
  } = useSpoken()
  const queries = useQueryClient()
  const [said, setSaid] = useState('')
  const path = { number, sid }
  const transcript = useQuery({
    queryKey: ['phone', number, 'calls', sid],
    queryFn: ({ signal }) => ask('GET /calls/{sid}', { path: { sid } }, signal),
  })
  const act = useMutation({
    mutationFn: (deed: () => Promise<unknown>) => deed(),
    onSettled: () => queries.invalidateQueries({ queryKey: ['phone', number, 'calls'] }),
  })
  const other = from === number ? to : from
  const rings = status === 'ringing' && to === number
  const isHeld = status === 'in-progress'
  const saying = said || 'Yes, please'
  return (
    <div className={`${look.panel} space-y-2 p-3`}>
      <div className="flex flex-wrap items-center gap-2">
        <strong>{rings ? words.ringing(other) : words.inCall(other)}</strong>
        {rings && (
          <>
            <button
              type="button"
              className={look.primary}
              onClick={() => act.mutate(() => ask('POST /phones/{number}/calls/{sid}/answer', { path }))}
            >
              {words.answer}
            </button>
            <button
              type="button"
              className={look.button}
              onClick={() => act.mutate(() => ask('POST /phones/{number}/calls/{sid}/reject', { path }))}
            >
              {words.reject}
            </button>
          </>
        )}
        {!rings && (
          <button
            type="button"
            className={look.button}
            onClick={() => act.mutate(() => ask('POST /phones/{number}/calls/{sid}/hang-up', { path }))}
          >
            {words.hangUp}
          </button>
        )}
      </div>
      {isHeld && (
        <div className="flex flex-wrap items-center gap-1">
          <fieldset aria-label={words.keys} className="flex flex-wrap gap-1 @max-2xl:grid @max-2xl:grid-cols-6">
            {keys.map((digits) => (
              <button
                key={digits}
                type="button"
                className={`${look.button} font-mono`}
                onClick={() =>
                  act.mutate(() => ask('POST /phones/{number}/calls/{sid}/digits', { path, body: { digits } }))
                }
              >
                {digits}
              </button>
            ))}
          </fieldset>
          <form
            className="flex gap-1"
            onSubmit={(event) => {
              event.preventDefault()
              if (said === '') return
              act.mutate(() => ask('POST /phones/{number}/calls/{sid}/speech', { path, body: { words: said } }))
              setSaid('')
            }}
          >
            <input
              aria-label={words.saying}
              placeholder={words.saying}
              value={said}
              onChange={({ target }) => setSaid(target.value)}
              className={look.field}
            />
            <button type="submit" className={look.button}>
              {words.say}
            </button>
          </form>
        </div>
      )}
      <ShowError error={act.error} />
      <details open>
        <summary className="cursor-pointer text-xs text-muted">{words.transcript}</summary>
        <ol className="mt-1 space-y-0.5 font-mono text-xs">
          {transcript.data?.transcript.map(({ at, kind, detail }) => (
            <li key={`${at} ${kind} ${JSON.stringify(detail)}`} className="break-words">
              {timeOf(at, language)} {kind} <Detail of={detail} />
            </li>
          ))}
        </ol>
      </details>
      <SameBy
        deeds={{
          [words.answer]: rings
            ? {
                curl: controlCurl('POST /phones/{number}/calls/{sid}/answer', { path }),
                CLI: cliLine('phone answer', [number, sid]),
                test: 'const call = await phone.answer()',
              }
            : null,
          [words.reject]: rings
            ? {
                curl: controlCurl('POST /phones/{number}/calls/{sid}/reject', { path }),
                CLI: cliLine('phone reject', [number, sid]),
                test: 'await call.reject()',
              }
            : null,
          [words.keys]: isHeld
            ? {
                curl: controlCurl('POST /phones/{number}/calls/{sid}/digits', { path, body: { digits: '1' } }),
                CLI: cliLine('phone digits', [number, sid, '1']),
                test: `await call.press('1')`,
              }
            : null,
          [words.say]: isHeld
            ? {
                curl: controlCurl('POST /phones/{number}/calls/{sid}/speech', { path, body: { words: saying } }),
                CLI: cliLine('phone speech', [number, sid, saying]),
                test: `await call.say(${literal(saying)})`,
              }
            : null,
          [words.hangUp]: rings
            ? null
            : {
                curl: controlCurl('POST /phones/{number}/calls/{sid}/hang-up', { path }),
                CLI: cliLine('phone hang-up', [number, sid]),
                test: 'await call.hangUp()',
              },
          [words.transcript]: {
            curl: controlCurl('GET /calls/{sid}', { path: { sid } }),
            CLI: cliLine('phone transcript', [sid]),
            test: 'await call.transcript()',
          },
        }}
      />
    </div>
  )
}

/** What a line tells: the first of it by itself, the rest by name. */
function Detail({ of }: { of: Readonly<Record<string, unknown>> }) {
  const [first, ...others] = Object.entries(of)
  return (
    <>
      {first && <bdi>{String(first[1])}</bdi>}{' '}
      <span className="text-muted">{others.map(([name, value]) => `${name}=${String(value)}`).join(' ')}</span>
    </>
  )
}
