import { bodyMistakeOf } from './mistakes/body-mistakes.ts'
import { type Computation, rightly, signatureOf, signedText } from './mistakes/computation.ts'
import type { Known, Mistake } from './mistakes/mistake.ts'
import { parameterMistakes } from './mistakes/parameter-mistakes.ts'
import { secretMistakes } from './mistakes/secret-mistakes.ts'
import { urlMistakes } from './mistakes/url-mistakes.ts'
import { type Parameters, bodyDigest, withoutFragment } from './signature.ts'
import { targetOf, withBodyDigest } from './target.ts'

/** Every way to another signature that is looked for, the likely ones first. */
export const mistakes: readonly Mistake[] = [...urlMistakes, ...parameterMistakes, ...secretMistakes]

/** A request as it was signed, or would be. */
export interface SignedRequest {
  /** Whole, with its query; a fragment is not signed. */
  url: string
  /** Those of a form: none for a GET, or where the body is no form. */
  parameters: Parameters
  authToken: string
}

/** What is said of a mistake. */
export interface NamedMistake {
  /** Its name; two that were made at once are joined by ` + `. */
  mistake: string
  words: string
  fix: string
}

/** What a mistake makes of a request. */
export interface Guess extends NamedMistake {
  signed: string
  signature: string
}

export interface Examination {
  /** The exact text that is signed. */
  signed: string
  signature: string
  /** The digest that the URL carries of a body that is no form. */
  bodySha256: string | null
  /** What each mistake would make of it. */
  guesses: readonly Guess[]
}

/** Shows what is signed of a request, and what each mistake would make of it. */
export function examine(request: SignedRequest, known: Known): Examination {
  const right = rightlyOf(request)
  return {
    signed: signedText(right),
    signature: signatureOf(right),
    bodySha256: /[?&]bodySHA256=([\da-f]{64})(?:&|$)/.exec(right.url)?.[1] ?? null,
    guesses: [...guessesOf(right, known)],
  }
}

/** Names the mistake, or the two, that come to this signature; null where none does, or where it is right. */
export function explain(signature: string, request: SignedRequest, known: Known): NamedMistake | null {
  const right = rightlyOf(request)
  if (signature === signatureOf(right)) return null
  const seen = new Set<string>()
  for (const guess of guessesOf(right, known, seen)) if (guess.signature === signature) return named(guess)
  // Some thousand texts are signed then, while everybody waits: none of them is a novel.
  if (signedText(right).length > longestForTwo) return null
  for (const guess of doubleGuessesOf(right, known, seen)) if (guess.signature === signature) return named(guess)
  return null
}

/** In characters: more than any webhook of the service has. */
const longestForTwo = 16_384

/** Names why a body is not the one that was signed by its digest; null where it is, or where the URL has no digest. */
export function explainBody(body: string, bodySha256: string | null): NamedMistake | null {
  if (bodySha256 === null || bodyDigest(body) === bodySha256) return null
  const { id, words, fix } = bodyMistakeOf(body)
  return { mistake: id, words, fix }
}

/** The URL as it is called with a body that is no form: with its digest, in place of one that it has already. */
export function withDigest(url: string, body: string): string {
  const target = targetOf(url)
  return target ? withBodyDigest(target, bodyDigest(body)).url : url
}

/** What single mistakes make of a computation, each signature once, under the first of its names; `seen` are those that came before. */
export function* guessesOf(right: Computation, known: Known, seen = new Set<string>()): Generator<Guess> {
  seen.add(signatureOf(right))
  for (const mistake of mistakes) yield* guessesBy(mistake, mistake.made(right, known), seen)
}

/** What two of them make that are made at once, such as behind a proxy that ends TLS and shortens the path. */
export function* doubleGuessesOf(right: Computation, known: Known, seen: Set<string>): Generator<Guess> {
  for (const [at, first] of mistakes.entries()) {
    const once = first.made(right, known)
    for (const second of mistakes.slice(at + 1)) {
      const both = {
        id: `${first.id} + ${second.id}`,
        words: `${first.words} And: ${second.words}`,
        fix: `${first.fix} And: ${second.fix}`,
      }
      yield* guessesBy(
        both,
        once.flatMap((of) => second.made(of, known)),
        seen,
      )
    }
  }
}

export const rightlyOf = ({ authToken, url, parameters }: SignedRequest): Computation =>
  rightly(authToken, withoutFragment(url), parameters)

function* guessesBy(
  { id: mistake, words, fix }: Pick<Mistake, 'id' | 'words' | 'fix'>,
  made: readonly Computation[],
  seen: Set<string>,
): Generator<Guess> {
  for (const computation of made) {
    const signature = signatureOf(computation)
    if (seen.has(signature)) continue
    seen.add(signature)
    yield { mistake, words, fix, signed: signedText(computation), signature }
  }
}

const named = ({ mistake, words, fix }: Guess): NamedMistake => ({ mistake, words, fix })
