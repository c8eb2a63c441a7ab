import { useMutation } from '@tanstack/react-query'
import { type ChangeEvent, type KeyboardEvent, useRef, useState } from 'react'
import { segmentsOf } from '../../../../src/domain/segments.ts'
import { ask } from '../../control.ts'
import { useWords } from '../../i18n/words.ts'
import { cliLine, controlCurl } from '../../parts/counterparts.ts'
import { literal } from '../../parts/literal.ts'
import { Icon } from '../../parts/icon.tsx'
import { SameBy } from '../../parts/same-by.tsx'
import { shellWord } from '../../parts/shell-word.ts'
import { ShowError } from '../../parts/show-error.tsx'
import { look } from '../../parts/styles.ts'

interface Attached {
  name: string
  contentType: string
  base64: string
}

const silenceWords = ['STOP', 'START', 'HELP'] as const

/** Where a person writes: Enter sends, Shift and Enter begins a line, and an input method keeps its Enter for itself. */
export function Compose({ number, peer }: { number: string; peer: string }) {
  const { phones: words } = useWords()
  const [text, setText] = useState('')
  const [to, setTo] = useState<string | null>(null)
  const [files, setFiles] = useState<readonly Attached[]>([])
  const field = useRef<HTMLTextAreaElement>(null)
  const receiver = to ?? peer
  const send = useMutation({
    mutationFn: (body: string) =>
      ask('POST /phones/{number}/messages', {
        path: { number },
        body: {
          to: receiver,
          ...(body !== '' && { body }),
          ...(files.length > 0 && { media: files.map(({ contentType, base64 }) => ({ contentType, base64 })) }),
        },
      }),
    onSuccess() {
      setText('')
      setFiles([])
      field.current?.focus()
    },
  })
  const isEmpty = text === '' && files.length === 0
  const sendTyped = () => {
    if (!isEmpty && receiver !== '' && !send.isPending) send.mutate(text)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    sendTyped()
  }
  const attach = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const chosen = await Promise.all([...(target.files ?? [])].map(attached))
    setFiles([...files, ...chosen])
    target.value = ''
  }
  const { units, numSegments, encoding } = segmentsOf(text)
  // What nobody wrote yet is shown with a word in its place.
  const body = isEmpty ? 'Hello' : text || undefined
  return (
    <form
      className="space-y-2 border-t border-line bg-surface p-3"
      onSubmit={(event) => {
        event.preventDefault()
        sendTyped()
      }}
    >
      <ShowError error={send.error} />
      <div className="flex flex-wrap items-center gap-2">
        <label className="flex items-center gap-1.5 text-xs text-muted">
          {words.to}
          <input
            value={receiver}
            onChange={({ target }) => setTo(target.value)}
            className={`${look.field} w-32 font-mono md:w-44 text-sm`}
          />
        </label>
        <fieldset aria-label={words.quick} className="flex gap-1">
          {silenceWords.map((word) => (
            <button
              key={word}
              type="button"
              disabled={receiver === ''}
              onClick={() => send.mutate(word)}
              className={look.chip}
            >
              {word}
            </button>
          ))}
        </fieldset>
        {files.map(({ name }, i) => (
          <button
            key={`${name} ${i}`}
            type="button"
            aria-label={words.detach(name)}
            onClick={() => setFiles(files.filter((_, place) => place !== i))}
            className={look.chip}
          >
            <Icon name="clip" /> {name} ✕
          </button>
        ))}
      </div>
      <div className="flex items-end gap-2">
        <label className={`${look.button} h-9 cursor-pointer focus-within:outline-2 focus-within:outline-accent`}>
          <Icon name="clip" />
          <span className="sr-only">{words.attach}</span>
          <input type="file" multiple onChange={(event) => void attach(event)} className="sr-only" />
        </label>
        <textarea
          ref={field}
          aria-label={words.write}
          placeholder={words.write}
          rows={1}
          maxLength={1600}
          value={text}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={onKeyDown}
          className={`${look.field} field-sizing-content max-h-40 min-h-9 flex-1 resize-none py-1.5`}
        />
        <button type="submit" disabled={isEmpty || receiver === '' || send.isPending} className={`${look.primary} h-9`}>
          {words.send}
        </button>
      </div>
      <div className="flex flex-wrap items-start justify-between gap-2">
        <SameBy
          lines={{
            curl: sendingCurl(number, receiver, body, files),
            CLI: cliLine('phone send', [number, receiver, ...(body === undefined ? [] : [body])], {
              file: files.map(({ name }) => name),
            }),
            test: `await phone.send(${literal(body ?? '')}, { to: ${literal(receiver)}${mediaInTest(files)} })`,
          }}
          deeds={{
            [words.conversation(number)]: {
              curl: controlCurl('GET /phones/{number}/messages', { path: { number }, query: { direction: 'all' } }),
              CLI: cliLine('phone inbox', [number], { all: true }),
              test: 'await phone.messages()',
            },
          }}
        />
        <span className="text-xs text-muted">{words.segments(units, numSegments, encoding)}</span>
      </div>
    </form>
  )
}

/** The files are read where the command runs. */
function sendingCurl(number: string, to: string, body: string | undefined, files: readonly Attached[]): string {
  const media = files.map(({ contentType }, i) => ({ contentType, base64: `@file-${i}@` }))
  const asked = { to, ...(body !== undefined && { body }), ...(media.length > 0 && { media }) }
  const line = controlCurl('POST /phones/{number}/messages', { path: { number }, body: asked })
  return files.reduce(
    (told, { name }, i) => told.replace(`@file-${i}@`, () => `'"$(base64 < ${shellWord(name)} | tr -d '\\n')"'`),
    line,
  )
}

const mediaInTest = (files: readonly Attached[]): string =>
  files.length === 0
    ? ''
    : `, media: [${files.map(({ name, contentType }) => `{ contentType: ${literal(contentType)}, data: readFileSync(${literal(name)}) }`).join(', ')}]`

async function attached(file: File): Promise<Attached> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return { name: file.name, contentType: file.type || 'application/octet-stream', base64: btoa(binary) }
}
