import { createContext, use } from 'react'
import * as again from './again.ts'
import * as common from './common.ts'
import * as errors from './errors.ts'
import * as keyboard from './keyboard.ts'
import * as lab from './lab.ts'
import * as login from './login.ts'
import * as message from './message.ts'
import * as messages from './messages.ts'
import * as numbers from './numbers.ts'
import * as phones from './phones.ts'
import * as playground from './playground.ts'
import * as settings from './settings.ts'
import * as shell from './shell.ts'
import * as signature from './signature.ts'
import * as usage from './usage.ts'
import * as webhooks from './webhooks.ts'

export const languages = ['en', 'ja'] as const
export type Language = (typeof languages)[number]

/** Every text of the console by its page. Each file holds both languages, so that a text missing in one fails the type check. */
const catalogues = {
  again,
  common,
  errors,
  keyboard,
  lab,
  login,
  message,
  messages,
  numbers,
  phones,
  playground,
  settings,
  shell,
  signature,
  usage,
  webhooks,
}

type Catalogues = typeof catalogues
export type Words = { readonly [Page in keyof Catalogues]: Catalogues[Page]['en'] }

/** All texts in a language. */
export function wordsIn(language: Language): Words {
  const entries = Object.entries(catalogues).map(([page, texts]) => [page, texts[language]])
  // Each page keeps its own texts.
  return Object.fromEntries(entries) as Words
}

const key = 'trunkline.language'

/** The language that was chosen, else the browser's first that is there. */
export function firstLanguage(): Language {
  const wanted = [localStorage.getItem(key), ...navigator.languages.map((one) => one.slice(0, 2))]
  return languages.find((language) => language === wanted.find((one) => languages.includes(one as Language))) ?? 'en'
}

export const rememberLanguage = (language: Language): void => localStorage.setItem(key, language)

export interface Spoken {
  language: Language
  words: Words
  choose(language: Language): void
}

export const SpokenContext = createContext<Spoken | null>(null)

/** The texts of the console in the language that is spoken, and how to change it. */
export function useSpoken(): Spoken {
  const spoken = use(SpokenContext)
  if (!spoken) throw new Error('nobody speaks here: the shell provides the language')
  return spoken
}

export const useWords = (): Words => useSpoken().words
