import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type AnswerOf, ask } from '../../control.ts'
import { useCredentials } from '../../credentials.ts'
import { useWords } from '../../i18n/words.ts'
import { useHappenings } from '../../live.ts'
import { cliLine, controlCurl, pageAddress } from '../../parts/counterparts.ts'
import { literal } from '../../parts/literal.ts'
import { SameBy } from '../../parts/same-by.tsx'
import { ShowError } from '../../parts/show-error.tsx'
import { NotYet } from '../../parts/not-yet.tsx'
import { look } from '../../parts/styles.ts'
import { useIsFramed } from '../../shell/framed.ts'
import { Calls } from './calls.tsx'
import { Compose } from './compose.tsx'
import { Conversation } from './conversation.tsx'

type PhoneMessage = AnswerOf<'GET /phones/{number}/messages'>['messages'][number]

/** With whom the phone exchanged a text. */
export const peerOf = ({ direction, from, to }: PhoneMessage): string => (direction === 'sent' ? to : from)

const shown = 200

interface Shown {
  number: string
  /** With whom it speaks; unless said, with whom it did last. */
  peer: string | undefined
  choosePeer(peer: string): void
  /** What else is done with it, beside its number. */
  children: ReactNode
}

/** One phone: what it says, hears, and how it behaves. */
export function Phone({ number, peer: chosen, choosePeer, children }: Shown) {
  const queries = useQueryClient()
  const texts = useQuery({
    queryKey: ['phone', number, 'messages'],
    queryFn: ({ signal }) =>
      ask('GET /phones/{number}/messages', { path: { number }, query: { direction: 'all', limit: shown } }, signal),
  })
  const credentials = useCredentials()
  useHappenings((batch) => {
    if (batch.some(({ type, data }) => type === 'missed' || (type === 'phone' && data.phoneNumber === number)))
      void queries.invalidateQueries({ queryKey: ['phone', number, 'messages'] })
  })
  if (!texts.data) return <NotYet of={texts} />
  const { messages } = texts.data
  const peers = [...new Set(messages.map(peerOf).toReversed())]
  const peer = chosen ?? peers[0] ?? credentials.data?.phoneNumbers[0] ?? ''
  return (
    <div className="@container flex h-full flex-col">
      <Head
        number={number}
        peer={peer}
        peers={[...new Set([peer, ...peers, ...(credentials.data?.phoneNumbers ?? [])])]}
        choosePeer={choosePeer}
      >
        {children}
      </Head>
      <Calls number={number} peer={peer} />
      <Conversation number={number} messages={messages.filter((one) => peerOf(one) === peer)} />
      <Compose number={number} peer={peer} />
    </div>
  )
}

function Head({ number, peer, peers, choosePeer, children }: Shown & { peer: string; peers: readonly string[] }) {
  const { phones: words } = useWords()
  const queries = useQueryClient()
  const framed = useIsFramed()
  const phone = useQuery({
    queryKey: ['phones', number],
    queryFn: ({ signal }) => ask('GET /phones/{number}', { path: { number } }, signal),
  })
  const change = useMutation({
    mutationFn: (body: { behaviour?: never; answers?: never; name?: string }) =>
      ask('PUT /phones/{number}', { path: { number }, body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['phones'] }),
  })
  const { name = '', behaviour = 'online', answers = 'by-itself' } = phone.data ?? {}
  const set = { name, behaviour, answers }
  return (
    <header className="flex flex-wrap items-center gap-x-2.5 gap-y-2 border-b border-line bg-surface px-4 py-2 @max-xs:px-2.5">
      {!framed && (
        <Link to="/phones" className="text-accent md:hidden">
          ‹ {words.list}
        </Link>
      )}
      <div className="flex items-center gap-2">
        <h2 className="font-mono font-semibold">{number}</h2>
        {children}
      </div>
      {/* One line where a phone has the page to itself, two where it is as wide as a phone, and four beside others. */}
      <div className="contents @max-2xl:grid @max-2xl:w-full @max-2xl:grid-cols-2 @max-2xl:gap-x-2 @max-2xl:gap-y-1 @max-xs:grid-cols-1">
        <Labelled label={words.name}>
          <input
            key={`${number} ${name}`}
            defaultValue={name}
            maxLength={100}
            onBlur={({ target }) => target.value !== name && change.mutate({ name: target.value })}
            className={`${look.field} min-w-0 @max-xs:flex-1 @2xl:w-28`}
          />
        </Labelled>
        <Choice
          label={words.with}
          value={peer}
          options={Object.fromEntries(peers.map((one) => [one, one]))}
          chosen={choosePeer}
        />
        <Choice
          label={words.behaviour}
          value={behaviour}
          options={words.behaviours}
          chosen={(one) => change.mutate({ behaviour: one as never })}
        />
        <Choice
          label={words.answers}
          value={answers}
          options={words.answering}
          chosen={(one) => change.mutate({ answers: one as never })}
        />
      </div>
      <ShowError error={change.error} />
      <SameBy
        lines={{
          curl: controlCurl('PUT /phones/{number}', { path: { number }, body: set }),
          CLI: cliLine('phone set', [number], set),
          test: `const phone = await account.phone(${literal(number)}, ${literal(set)})`,
        }}
        deeds={{
          [words.phone(number)]: {
            curl: controlCurl('GET /phones/{number}', { path: { number } }),
            CLI: cliLine('phone show', [number]),
          },
          [words.popOut(number)]: framed
            ? null
            : {
                CLI: cliLine('phone open', [number]),
                address: pageAddress(`/phones/${encodeURIComponent(number)}?frame=1`),
              },
        }}
      />
    </header>
  )
}

function Choice({
  label,
  value,
  options,
  chosen,
}: {
  label: string
  value: string
  options: Readonly<Record<string, string>>
  chosen(value: string): void
}) {
  return (
    <Labelled label={label}>
      <select
        value={value}
        onChange={({ target }) => chosen(target.value)}
        className={`${look.field} min-w-0 @max-xs:flex-1 @2xl:max-w-48`}
      >
        {Object.entries(options).map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="flex min-w-0 items-center gap-1.5 text-muted @max-2xl:flex-col @max-2xl:items-stretch @max-2xl:gap-0 @max-xs:flex-row @max-xs:items-center @max-xs:gap-1.5">
      <span className="shrink-0 text-xs @max-xs:w-16">{label}</span>
      {children}
    </label>
  )
}
