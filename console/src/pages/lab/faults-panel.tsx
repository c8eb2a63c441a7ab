import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../control.ts'
import { type Fault, useFaults } from '../../faults.ts'
import { useWords } from '../../i18n/words.ts'
import { Coded } from '../../parts/coded.tsx'
import { cliLine, controlCurl } from '../../parts/counterparts.ts'
import { literal } from '../../parts/literal.ts'
import { SameBy } from '../../parts/same-by.tsx'
import { faultCommand, faultIn } from './fault-command.ts'
import { ShowError } from '../../parts/show-error.tsx'
import { look } from '../../parts/styles.ts'
import { Trouble } from '../../parts/trouble.tsx'

/** What goes wrong on purpose: set by a preset or by hand, counted as it happens. */
export function FaultsPanel() {
  const { lab: words, common } = useWords()
  const queries = useQueryClient()
  const found = useFaults()
  const again = () => queries.invalidateQueries({ queryKey: ['faults'] })
  const clear = useMutation({ mutationFn: () => ask('DELETE /faults'), onSuccess: again })
  const remove = useMutation({
    mutationFn: (id: string) => ask('DELETE /faults/{id}', { path: { id } }),
    onSuccess: again,
  })
  if (found.error) return <Trouble error={found.error} retry={() => void found.refetch()} />
  const { faults = [], seed = 0 } = found.data ?? {}
  const [first] = faults
  const removals = first && {
    [words.remove(titleOf(first))]: {
      curl: controlCurl('DELETE /faults/{id}', { path: { id: first.id } }),
      CLI: cliLine('faults remove', [first.id]),
      test: `await account.faults.remove({ id: ${literal(first.id)} })`,
    },
    [words.clear]: {
      curl: controlCurl('DELETE /faults'),
      CLI: cliLine('faults clear'),
      test: 'await account.faults.clear()',
    },
  }
  return (
    <section className={`${look.panel} space-y-3 p-3`}>
      <h2 className="font-semibold">{words.faults}</h2>
      {!found.data ? (
        <p className="text-muted">{common.loading}</p>
      ) : faults.length === 0 ? (
        <p className="text-muted">{words.noFaults}</p>
      ) : (
        <>
          <p className="text-muted">{words.seed(seed)}</p>
          <ul className="divide-y divide-line">
            {faults.map((fault) => (
              <Row key={fault.id} fault={fault} remove={() => remove.mutate(fault.id)} />
            ))}
          </ul>
          <button type="button" disabled={clear.isPending} onClick={() => clear.mutate()} className={look.button}>
            {words.clear}
          </button>
        </>
      )}
      <ShowError error={clear.error ?? remove.error} />
      <SameBy
        deeds={{
          [words.faults]: {
            curl: controlCurl('GET /faults'),
            CLI: cliLine('faults list'),
            test: 'await account.faults.list()',
          },
          ...removals,
        }}
      />
      <Presets set={again} />
      <Own set={again} />
    </section>
  )
}

function Row({ fault, remove }: { fault: Fault; remove: () => void }) {
  const { lab: words } = useWords()
  const { on, match, effect, probability, count, seen, done } = fault
  const title = titleOf(fault)
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
      <strong className="break-words max-md:min-w-0 max-md:flex-1">{title}</strong>
      <code className="min-w-0 flex-1 break-words font-mono text-xs text-muted max-md:order-last max-md:basis-full">
        {[on, ...pairs(match), '→', effect.do, ...pairs({ ...effect, do: '' })].join(' ')}
        {probability < 1 && ` ${Math.round(probability * 1000) / 10} %`}
        {count !== null && ` ×${count}`}
      </code>
      <span className="text-xs">{words.happened(done, seen)}</span>
      <button type="button" aria-label={words.remove(title)} onClick={remove} className={look.button}>
        ✕
      </button>
    </li>
  )
}

const titleOf = ({ name, on, effect }: Fault) => name || `${on}: ${effect.do}`

/** As the command line takes them. */
const pairs = (values: object): readonly string[] =>
  Object.entries(values)
    .filter(([, value]) => value !== '' && value !== null)
    .map(([name, value]) => `${name}=${String(value)}`)

/** What the server lists is what it takes. */
const presetPath = (name: string) => ({ name: name as 'carrier-outage' })

function Presets({ set }: { set: () => Promise<void> }) {
  const { lab: words } = useWords()
  const found = useQuery({ queryKey: ['presets'], queryFn: ({ signal }) => ask('GET /fault-presets', {}, signal) })
  const choose = useMutation({
    mutationFn: (name: string) => ask('POST /fault-presets/{name}', { path: presetPath(name), body: {} }),
    onSuccess: set,
  })
  // The one that was set last is told of, until then the first.
  const shown = choose.variables ?? found.data?.presets[0]?.name ?? 'carrier-outage'
  return (
    <details>
      <summary className="cursor-pointer font-medium">{words.presets}</summary>
      <ShowError error={found.error ?? choose.error} />
      <ul className="mt-1 divide-y divide-line">
        {found.data?.presets.map(({ name, words: what, teaches }) => (
          <li key={name} className="flex items-start gap-3 py-1.5">
            <div className="min-w-0 flex-1">
              <code className="font-mono font-medium">{name}</code>
              <p>
                <Coded text={words.preset[name]?.words ?? what} />
              </p>
              <p className="text-muted">
                {words.teaches}: <Coded text={words.preset[name]?.teaches ?? teaches} />
              </p>
            </div>
            <button
              type="button"
              disabled={choose.isPending}
              aria-label={`${words.set} ${name}`}
              onClick={() => choose.mutate(name)}
              className={look.button}
            >
              {words.set}
            </button>
          </li>
        ))}
      </ul>
      <SameBy
        deeds={{
          [`${words.set} ${shown}`]: {
            curl: controlCurl('POST /fault-presets/{name}', { path: presetPath(shown), body: {} }),
            CLI: cliLine('faults preset', [shown]),
            test: `await account.faults.preset(${literal(shown)})`,
          },
          [words.presets]: { curl: controlCurl('GET /fault-presets'), CLI: cliLine('faults presets') },
        }}
      />
    </details>
  )
}

/** One for each door, to begin with. */
const templates = {
  'API 429': {
    on: 'api',
    match: { method: 'POST', path: '/Messages' },
    effect: { do: 'answer', code: 20429 },
    count: 5,
  },
  'API lost answer': { on: 'api', match: { method: 'POST' }, effect: { do: 'drop', when: 'after' }, count: 1 },
  'Webhook 503': { on: 'webhook', match: { kind: 'status' }, effect: { do: 'answer', status: 503 }, probability: 0.5 },
  'Webhook twice': { on: 'webhook', match: {}, effect: { do: 'duplicate', copies: 1 } },
  'Undelivered 30003': {
    on: 'carrier',
    match: { to: '+8190*' },
    effect: { do: 'fail', code: 30003 },
    probability: 0.2,
  },
  'Lost receipt': { on: 'carrier', match: {}, effect: { do: 'lose-receipt' }, count: 1 },
} as const
type Template = keyof typeof templates

function Own({ set }: { set: () => Promise<void> }) {
  const { lab: words } = useWords()
  const [text, setText] = useState(JSON.stringify(templates['API 429'], null, 2))
  const fault = faultIn(text)
  const add = useMutation({
    async mutationFn() {
      if (fault === null) throw new Error(words.notJson)
      // The server says what is wrong with it, if anything.
      return ask('POST /faults', { body: fault as never })
    },
    onSuccess: set,
  })
  return (
    <details>
      <summary className="cursor-pointer font-medium">{words.own}</summary>
      <form
        className="mt-2 space-y-2"
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate()
        }}
      >
        <label className="flex items-center gap-1.5 text-muted">
          {words.template}
          <select
            onChange={({ target }) => setText(JSON.stringify(templates[target.value as Template], null, 2))}
            className={look.field}
          >
            {Object.keys(templates).map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <textarea
          aria-label={words.fault}
          value={text}
          rows={10}
          spellCheck={false}
          onChange={({ target }) => setText(target.value)}
          className={`${look.field} w-full font-mono text-xs`}
        />
        <button type="submit" disabled={add.isPending} className={look.primary}>
          {words.add}
        </button>
        <ShowError error={add.error} />
        <SameBy
          lines={{
            curl: controlCurl('POST /faults', { body: (fault ?? text) as never }),
            CLI: faultCommand(fault),
            test: `await account.faults.add(${fault === null ? text : literal(fault)})`,
          }}
        />
      </form>
    </details>
  )
}
