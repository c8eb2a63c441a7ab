import { moreInfo } from '../../domain/problem.ts'
import { type ExplainedCode, isToldAlike, type Told, type ToldTwice } from './codes.ts'
import { type Html, markup, page } from './html.ts'

const meanings: Readonly<Record<number, string>> = {
  400: 'the request says something that cannot be',
  401: 'it is not known who asks, or the account is not active',
  403: 'who asks may not do this',
  404: 'there is no such thing',
  405: 'this cannot be done here',
  409: 'the thing is not in a state in which this can be done',
  412: 'something that this needs does not hold',
  413: 'the request is too large',
  415: 'the request has a type that is not read',
  429: 'too much is asked for at once',
  500: 'something went wrong in the server; its log tells more',
  503: 'the server cannot answer now',
}

/** The page that explains one code. */
export const errorPage = ({ code, refusals, ofMessage }: ExplainedCode): string =>
  page(
    `Error ${code}`,
    markup`<main class="alone">
<p><a href="/docs#errors">All errors</a></p>
<h1>Error ${code}</h1>
${alike(code, refusals).map((same) => refusalSection(code, same))}
${ofMessage !== null && messageSection(ofMessage)}
</main>`,
  )

/** What is refused in the same words, whatever the other era says to it. */
function alike(code: number, refusals: readonly ToldTwice[]): ToldTwice[][] {
  return [...Map.groupBy(refusals, (refusal) => toldHere(code, refusal).words).values()]
}

const toldHere = (code: number, { classic, current }: ToldTwice): Told => (classic.code === code ? classic : current)

function refusalSection(code: number, refusals: readonly ToldTwice[]): Html {
  const { words, status } = toldHere(code, refusals[0]!)
  const isClassic = refusals.some(({ classic }) => classic.code === code)
  const others = refusals.filter((refusal) => !isToldAlike(refusal))
  const body = { code, message: words, more_info: moreInfo(code), status }
  return markup`<section>
<h2>${words}</h2>
<p>Answered with HTTP ${status}: ${meanings[status] ?? 'the request was refused'}. What stands in braces is taken from the request.</p>
${others.length > 0 && otherEra(code, isClassic, others)}
<pre><code>${JSON.stringify(body, null, 2)}</code></pre>
</section>
`
}

function otherEra(code: number, isClassic: boolean, refusals: readonly ToldTwice[]): Html {
  const words = refusals.map(({ classic, current }) => markup`<li>${wordsOf(isClassic ? current : classic, code)}</li>`)
  return isClassic
    ? markup`<p>The current words put it so, as the case may be:</p><ul>${words}</ul>`
    : markup`<p>These are the current words. The classic ones put it so:</p><ul>${words}</ul>`
}

const wordsOf = ({ code, words }: Told, here: number): Html =>
  markup`${code !== here && markup`${linkToError(code)}, `}<q>${words}</q>`

export const linkToError = (code: number): Html => markup`<a href="/docs/errors/${code}">${code}</a>`

const messageSection = (words: string): Html => markup`<section>
<h2>${words}</h2>
<p>The <code>error_code</code> of a message that was accepted and then was not delivered; these words are its <code>error_message</code>.</p>
</section>`

/** What is answered for a code that means nothing here. */
export const unknownErrorPage = (code: string): string =>
  page(
    'Unknown error',
    markup`<main class="alone">
<p><a href="/docs#errors">All errors</a></p>
<h1>Unknown error</h1>
<p>No request is refused with the code ${code} here, and no message fails with it.</p>
</main>`,
  )
