import { errorMessage, messageErrorCodes } from '../../domain/error-message.ts'
import { bodyOf, schemaOf } from './answers.ts'
import { isToldAlike, type ToldTwice } from './codes.ts'
import { curlFor } from './curl.ts'
import {
  type Document,
  methods,
  nameIn,
  type Operation,
  type Parameter,
  type Reference,
  type Schema,
} from './document.ts'
import { linkToError } from './error-page.ts'
import { type Html, markup, page, prose } from './html.ts'
import { kindOf, limitsOf, listed, wordsOf } from './values.ts'

interface Entry {
  method: string
  path: string
  operation: Operation
  parameters: readonly Parameter[]
}

interface Group {
  name: string
  description: string
  id: string
  entries: readonly Entry[]
}

/** The reference page: everything that the document says, in one page that a browser can search. */
export function referencePage(document: Document, refusals: readonly ToldTwice[]): string {
  const groups = document.tags.map((tag) => ({ ...tag, id: slug(tag.name), entries: entriesOf(document, tag.name) }))
  const title = `${document.info.title} API reference`
  return page(
    title,
    markup`${navigation(document, groups)}
<main>
<h1>${title}</h1>
${about(document)}
${sectionsOf(groups, document)}
${kindSection(document)}
${errorSection(refusals, document)}
</main>`,
  )
}

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')

function entriesOf({ paths, components }: Document, tag: string): Entry[] {
  const resolved = (one: Parameter | Reference) => ('$ref' in one ? components.parameters[nameIn(one.$ref)]! : one)
  return Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method]
      if (!operation?.tags.includes(tag)) return []
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? []).map(resolved)]
      return [{ method, path, operation, parameters }]
    }),
  )
}

const navigation = ({ info }: Document, groups: readonly Group[]): Html => markup`<nav aria-label="Resources">
<a class="home" href="/docs">${info.title}</a>
<ul>
<li><a href="#about">About</a></li>
${groups.map(
  ({ name, id, entries }) => markup`<li><a href="#${id}">${name}</a>
<ul>${entries.map(({ operation: { operationId } }) => markup`<li><a href="#${operationId}">${breakable(operationId)}</a></li>`)}</ul></li>
`,
)}
<li><a href="#kinds">Kinds of values</a></li>
<li><a href="#errors">Errors</a></li>
</ul>
</nav>`

/** A long name, broken where its words begin. */
const breakable = (name: string): Html[] => name.split(/(?<=[a-z])(?=[A-Z0-9])/).map((word) => markup`${word}<wbr>`)

const about = ({ info, components }: Document): Html => markup`<section id="about">
<p>${info.summary}</p>
${info.description.split('\n\n').map((paragraph) => markup`<p>${prose(paragraph)}</p>`)}
<p>Requests carry credentials by HTTP Basic authentication. ${prose(components.securitySchemes.account.description)} The examples take them from the environment: <code>TWILIO_ACCOUNT_SID</code> and <code>TWILIO_AUTH_TOKEN</code>.</p>
<p>For programs, the same is an <a href="/openapi.json">OpenAPI 3.1 document</a>.</p>
</section>`

/** Properties are told once, with the first resource that shows them. */
function sectionsOf(groups: readonly Group[], document: Document): Html[] {
  const told = new Set<string>()
  return groups.map(({ name, description, id, entries }) => {
    const schemas = new Set(entries.flatMap(({ operation }) => schemaOf(operation, document) ?? []))
    const untold = [...schemas].filter((schema) => !told.has(schema))
    for (const schema of untold) told.add(schema)
    return markup`<section class="resource" id="${id}">
<h2>${name}</h2>
<p>${prose(description)}</p>
${entries.map((entry) => operationSection(entry, document))}
${untold.map((schema) => schemaSection(schema, document))}
</section>
`
  })
}

function operationSection({ method, path, operation, parameters }: Entry, document: Document): Html {
  const { operationId, summary, description, deprecated } = operation
  const words = description === undefined ? `${summary}.` : `${summary}. ${description}`
  return markup`<article id="${operationId}">
<h3><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></h3>
<p>${prose(words)}${deprecated && markup` <em>Deprecated.</em>`}</p>
${parameterTable(parameters, operation)}
<pre><code>${curlFor({ method, path, operation, parameters })}</code></pre>
<p class="answers">${answersOf(operation, document)}</p>
</article>
`
}

function parameterTable(parameters: readonly Parameter[], { requestBody }: Operation): Html | null {
  const [form] = Object.values(requestBody?.content ?? {})
  const { properties = {}, required = [] } = form?.schema ?? {}
  const rows = [
    ...parameters.map((one) => parameterRow(one.name, one.in, one.required, one.schema, one.description)),
    ...Object.entries(properties).map(([name, schema]) =>
      parameterRow(name, 'form', required.includes(name), schema, schema.description ?? ''),
    ),
  ]
  if (rows.length === 0) return null
  return table(['Parameter', 'Kind', 'What it says'], rows)
}

function parameterRow(name: string, where: string, required = false, schema: Schema, doc: string): Html {
  const limits = limitsOf(schema)
  return markup`<tr><td><code>${name}</code> <small>${where}${required && markup`, <b>required</b>`}</small></td><td>${kindOf(schema)}</td><td>${prose(doc)}${limits !== '' && markup` <small>${limits}</small>`}</td></tr>
`
}

const table = (
  heads: readonly string[],
  rows: readonly Html[],
  name = '',
): Html => markup`<table${name !== '' && markup` class="${name}"`}>
<thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${rows}</tbody>
</table>`

function answersOf(operation: Operation, document: Document): Html {
  const [success, ...problems] = Object.keys(operation.responses).filter((status) => status !== 'default')
  const refused = problems.map((status, i) => markup`${i > 0 && ', '}<a href="#errors">${status}</a>`)
  return markup`Answers <b>${success}</b> with ${bodyOf(operation, document)}; refuses with ${refused}.`
}

const schemaSection = (
  name: string,
  document: Document,
): Html => markup`<h3 class="schema" id="schema-${name}">Properties of ${name}</h3>
${propertyTable(name, document)}
`

const propertyTable = (name: string, { components }: Document): Html =>
  table(['Property', 'Kind', 'What it says'], propertyRows(components.schemas[name] ?? {}, ''))

const propertyRows = ({ properties = {} }: Schema, before: string): Html[] =>
  Object.entries(properties).flatMap(([name, schema]) => [
    markup`<tr><td><code>${before}${name}</code></td><td>${schema.properties ? 'object' : kindOf(schema)}</td><td>${prose(schema.description ?? '')}</td></tr>
`,
    ...propertyRows(schema, `${before}${name}.`),
  ])

/** What is too long to be told in a table. */
function kindSection({ components }: Document): Html {
  const kinds = Object.entries(components.schemas).filter(([, { properties }]) => properties === undefined)
  return markup`<section class="resource" id="kinds">
<h2>Kinds of values</h2>
${kinds.map(([name, schema]) => markup`<h3 id="schema-${name}">${name}</h3><p>${listed(wordsOf(schema))}</p>`)}
</section>`
}

function errorSection(refusals: readonly ToldTwice[], document: Document): Html {
  const heads = ['Code', 'Status', 'Classic words', 'Current code and words, where they differ']
  return markup`<section class="resource" id="errors">
<h2>Errors</h2>
<p>A request that is refused is answered with its code, and with words for people. The classic words are those of the documents and the default; a server, or one account, may be set to the current ones, which the service has used since July 2024.</p>
<h3 class="schema" id="schema-RestException">Properties of RestException</h3>
${propertyTable('RestException', document)}
<h3 class="schema">Codes of refused requests</h3>
${table(heads, refusals.map(refusalRow), 'codes')}
<h3 class="schema">Codes of messages that failed or were not delivered</h3>
${table(['Code', 'Words'], messageErrorCodes().map(messageErrorRow), 'codes of-messages')}
</section>`
}

const messageErrorRow = (
  code: number,
): Html => markup`<tr><td>${linkToError(code)}</td><td>${errorMessage(code)}</td></tr>
`

function refusalRow(refusal: ToldTwice): Html {
  const { classic, current } = refusal
  const differing =
    !isToldAlike(refusal) &&
    markup`${current.code !== classic.code && markup`${linkToError(current.code)}: `}${current.words}`
  return markup`<tr><td>${linkToError(classic.code)}</td><td>${classic.status}</td><td>${classic.words}</td><td>${differing}</td></tr>
`
}
