import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useClock } from '../clock.ts'
import { ask } from '../control.ts'
import { useFaults } from '../faults.ts'
import { languages, useSpoken, type Words, wordsIn } from '../i18n/words.ts'
import { useIsProduction } from '../session.ts'
import { chooseTheme, themes, useTheme } from '../theme.ts'
import { isThere, pages } from './pages.ts'

export interface Entry {
  id: string
  kind: keyof Words['keyboard']['kinds']
  title: string
  /** What stands behind it, apart: names are written by anybody, in whatever direction. */
  detail?: string
  /** What it is found by beside its title. */
  also?: string
  /** Does it; what goes elsewhere leaves the focus there, and all else is said when it is done. */
  run(): Promise<unknown> | void
  goes?: true
}

const languageNames = { en: 'English', ja: '日本語' } as const
const everyLanguage = languages.map(wordsIn)

/** All that can be gone to and done here, and what the text that was typed means by itself. */
export function useEntries(text: string, help: () => void): readonly Entry[] {
  const { words, language, choose } = useSpoken()
  const { keyboard, shell, messages, phones: phoneWords } = words
  const isProduction = useIsProduction()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const theme = useTheme()
  const clock = useClock()
  const faults = useFaults()
  const phones = useQuery({
    queryKey: ['phones'],
    queryFn: ({ signal }) => ask('GET /phones', {}, signal),
    enabled: !isProduction,
  })
  const again = () => queries.invalidateQueries()

  const entries: Entry[] = [
    ...meantBy(text).map(({ kind, sid }): Entry => ({
      id: sid,
      kind,
      title: sid,
      also: text,
      goes: true,
      run: () =>
        kind === 'message'
          ? navigate({ to: '/messages/$sid', params: { sid } })
          : navigate({ to: '/webhooks/$id', params: { id: sid } }),
    })),
    ...pages
      .filter((page) => isThere(page, isProduction))
      .map(({ to, name }): Entry => ({
        id: to,
        kind: 'page',
        title: shell.pages[name],
        also: everyLanguage.map((one) => one.shell.pages[name]).join(' '),
        goes: true,
        run: () => navigate({ to }),
      })),
  ]
  const deed = (id: string, wordOf: (words: Words) => string, run: Entry['run'], goes?: true): Entry => ({
    id,
    kind: 'deed',
    title: wordOf(words),
    also: everyLanguage.map(wordOf).join(' '),
    run,
    ...(goes && { goes }),
  })
  if (!isProduction) {
    entries.push(
      { id: '/requests', kind: 'page', title: messages.refused, goes: true, run: () => navigate({ to: '/requests' }) },
      ...(phones.data?.phones ?? []).map(({ phoneNumber, name }): Entry => ({
        id: phoneNumber,
        kind: 'phone',
        title: name || phoneWords.nameless,
        detail: phoneNumber,
        goes: true,
        run: () => navigate({ to: '/phones/$number', params: { number: phoneNumber } }),
      })),
      deed(
        'new-phone',
        (one) => one.keyboard.newPhone,
        async () => {
          const { phoneNumber } = await ask('POST /phones', { body: {} })
          await queries.invalidateQueries({ queryKey: ['phones'] })
          await navigate({ to: '/phones/$number', params: { number: phoneNumber } })
        },
        true,
      ),
    )
    if (clock.data?.state === 'frozen')
      entries.push(
        deed(
          'resume',
          (one) => one.keyboard.resume,
          () => ask('POST /clock/resume').then(again),
        ),
      )
    else
      entries.push(
        deed(
          'freeze',
          (one) => one.keyboard.freeze,
          () => ask('POST /clock/freeze', { body: {} }).then(again),
        ),
      )
    if (faults.data && faults.data.faults.length > 0)
      entries.push(
        deed(
          'clear-faults',
          (one) => one.keyboard.clearFaults,
          () => ask('DELETE /faults').then(again),
        ),
      )
  }
  entries.push(
    ...themes
      .filter((one) => one !== theme)
      .map((one) =>
        deed(
          `theme-${one}`,
          (w) => w.keyboard.theme(w.shell.themes[one]),
          () => chooseTheme(one),
        ),
      ),
    ...languages
      .filter((one) => one !== language)
      .map((one) =>
        deed(
          `language-${one}`,
          (w) => w.keyboard.language(languageNames[one]),
          () => choose(one),
        ),
      ),
    deed('help', (one) => one.keyboard.title, help, true),
  )
  const found = entries.filter(({ title, detail = '', also = '' }) => isFoundBy(`${title} ${detail} ${also}`, text))
  if (text.trim() === '') return found
  return [
    ...found,
    {
      id: 'search',
      kind: 'search',
      title: keyboard.searchFor(text.trim()),
      goes: true,
      run: () => navigate({ to: '/messages', search: { q: text.trim() } }),
    },
  ]
}

/** The message or request whose SID is in the text. */
function meantBy(text: string): { kind: 'message' | 'webhook'; sid: string }[] {
  const found = /\b(SM|MM|WH)([\da-f]{32})\b/i.exec(text.normalize('NFKC'))
  const [, prefix = '', digits = ''] = found ?? []
  if (!found) return []
  const sid = prefix.toUpperCase() + digits.toLowerCase()
  return [{ kind: sid.startsWith('WH') ? 'webhook' : 'message', sid }]
}

/** Whether each word of the text is in the other, by whatever width and case it was typed; numbers also by their groups. */
function isFoundBy(other: string, text: string): boolean {
  const whole = plain(other)
  return plain(text)
    .split(/\s+/)
    .every((word) => whole.includes(/^[+()\d-]+$/.test(word) ? word.replaceAll(/[()-]/g, '') : word))
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase().trim()
