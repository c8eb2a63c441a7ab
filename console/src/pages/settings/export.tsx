import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type AnswerOf, ask } from '../../control.ts'
import { useWords } from '../../i18n/words.ts'
import { messageTable } from '../../../../src/domain/message-table.ts'
import { download } from '../../parts/download.ts'
import { cliLine, controlCurl } from '../../parts/counterparts.ts'
import { SameBy } from '../../parts/same-by.tsx'
import { ShowError } from '../../parts/show-error.tsx'
import { look } from '../../parts/styles.ts'

type Message = AnswerOf<'GET /messages'>['messages'][number]

const perPage = 1000
/** A page keeps so many in memory at most; more is what the database's own tools are for. */
const most = 100_000

/** All messages as a file. */
export function Export() {
  const { settings: words } = useWords()
  const [sofar, setSofar] = useState(0)
  const gather = useMutation({
    async mutationFn(form: 'csv' | 'ndjson') {
      const all: Message[] = []
      for (let before: string | null | undefined; before !== null && all.length < most;) {
        const page: AnswerOf<'GET /messages'> = await ask('GET /messages', {
          query: { limit: perPage, ...(before && { before }) },
        })
        all.push(...page.messages)
        before = page.before
        setSofar(all.length)
      }
      if (form === 'ndjson')
        return download(
          'messages.ndjson',
          'application/x-ndjson',
          all.map((one) => `${JSON.stringify(one)}\n`).join(''),
        )
      return download('messages.csv', 'text/csv', messageTable(all))
    },
  })
  return (
    <section className={`${look.panel} space-y-2 p-3`}>
      <h2 className="font-semibold">{words.export}</h2>
      <p className="text-muted">{words.exportHint}</p>
      <div className="flex flex-wrap gap-2">
        <button type="button" disabled={gather.isPending} onClick={() => gather.mutate('csv')} className={look.button}>
          {words.exportCsv}
        </button>
        <button
          type="button"
          disabled={gather.isPending}
          onClick={() => gather.mutate('ndjson')}
          className={look.button}
        >
          {words.exportNdjson}
        </button>
        {gather.isPending && <output>{words.exporting(sofar)}</output>}
      </div>
      <ShowError error={gather.error} />
      <SameBy
        deeds={{
          [words.exportCsv]: {
            CLI: `${cliLine('messages list', [], { limit: most, csv: true })} > messages.csv`,
          },
          [words.exportNdjson]: {
            curl: `${controlCurl('GET /messages', { query: { limit: perPage } })} | jq -c '.messages[]' > messages.ndjson`,
            CLI: `${cliLine('messages list', [], { limit: most, output: 'json' })} | jq -c '.messages[]' > messages.ndjson`,
            test: `await account.messages({ limit: ${perPage} })`,
          },
        }}
      />
    </section>
  )
}
