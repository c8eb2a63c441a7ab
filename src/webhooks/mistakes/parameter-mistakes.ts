import { formBody } from '../form.ts'
import type { Parameters } from '../signature.ts'
import type { Computation } from './computation.ts'
import type { Mistake } from './mistake.ts'
import { urlParts } from './url-parts.ts'

/** What frameworks make of a form before it comes to who checks the signature. */
export const parameterMistakes: readonly Mistake[] = [
  {
    id: 'parameters-left-out',
    words: 'The application computes without the parameters of the form: nothing has read it, or it was read as JSON.',
    fix: 'Read the form before the signature is checked, and give its fields to the validator. Express: app.use(express.urlencoded({ extended: false })) before webhook(), not only express.json(); Fastify: @fastify/formbody; Flask: request.form; Next.js: await request.formData(); Go: r.ParseForm(), then r.PostForm.',
    made: (of) => saying(of, []),
  },
  {
    id: 'query-signed-twice',
    words: 'The application signs the parameters of the query twice: in the URL, and as if they were of the form.',
    fix: 'Give the validator only what was in the body, and nothing for a GET. Flask: request.form, not request.values; Rails: request.POST, not params; PHP: $_POST, not $_REQUEST; Laravel: $request->post(), not all(); Django: request.POST; Java: not getParameterMap(); Go: r.PostForm, not r.Form.',
    made: (of) => {
      const query = [...new URLSearchParams(urlParts(of.url)?.query ?? '')]
      const names = new Set(of.parameters.map(([name]) => name))
      const unnamed = query.filter(([name]) => !names.has(name))
      return query.length === 0
        ? []
        : [...saying(of, [...of.parameters, ...query]), ...saying(of, [...of.parameters, ...unnamed])]
    },
  },
  {
    id: 'parameters-unsorted',
    words: 'The application signs the parameters in the order in which they came, not in that of their names.',
    fix: 'Sort them by name, capitals before small letters, as bytes and not as a language sorts; or leave it to validateRequest of the SDK.',
    made: (of) => {
      const byLetters = [...of.parameters].sort(([name], [other]) => name.localeCompare(other, 'en'))
      return [
        { ...of, sorted: false },
        { ...of, sorted: false, parameters: byLetters },
      ]
    },
  },
  {
    id: 'parameters-trimmed',
    words: 'The application signs the parameters without the spaces around their values.',
    fix: 'Check the signature before anything trims. Laravel: except the route from TrimStrings, or read $_POST; Express and others: put the trimming middleware after the validator.',
    made: (of) =>
      saying(
        of,
        mapped(of, (value) => value.trim()),
      ),
  },
  {
    id: 'empty-parameters-left-out',
    words: 'The application leaves out parameters without a value.',
    fix: 'Keep the name of an empty parameter: it is signed. Python: parse_qs(..., keep_blank_values=True); others: do not filter the form before the validator gets it.',
    made: (of) =>
      saying(
        of,
        of.parameters.filter(([, value]) => value !== ''),
      ),
  },
  {
    id: 'parameters-decoded-twice',
    words: 'The application decodes the values of parameters twice, so that a + is a space and %41 an A.',
    fix: 'Give the validator what the form parser made of the body: nothing else is to be decoded.',
    made: (of) => [
      ...saying(
        of,
        mapped(of, (value) => decodedForm(value.replaceAll('+', ' '))),
      ),
      ...saying(of, mapped(of, decodedForm)),
    ],
  },
  {
    id: 'parameters-not-decoded',
    words: 'The application signs the parameters as the body writes them, with their escapes.',
    fix: 'Decode the form (+ is a space, %2B a plus) before its names and values are joined; or leave that to the form parser of your framework.',
    made: (of) =>
      saying(
        of,
        of.parameters.map(([name, value]) => [encoded(name), encoded(value)] as const),
      ),
  },
  {
    id: 'parameters-in-latin-1',
    words: 'The application reads the form as ISO-8859-1, and it is UTF-8.',
    fix: 'Read it as UTF-8. Java: request.setCharacterEncoding("UTF-8") before the first parameter is read, or a filter that does; others: the setting for the charset of requests.',
    made: (of) =>
      saying(
        of,
        mapped(of, (value) => Buffer.from(value, 'utf8').toString('latin1')),
      ),
  },
  {
    id: 'repeated-parameters-lost',
    words: 'The application signs one value only of a parameter that comes more than once.',
    fix: 'Give the validator every value, as a list under the name. PHP keeps the last one only: read the body by yourself (file_get_contents("php://input")); Python: getlist(); Java: getParameterValues().',
    made: (of) => [
      ...saying(of, [...new Map(of.parameters)]),
      ...saying(of, [...new Map([...of.parameters].reverse())]),
    ],
  },
  {
    id: 'json-signed-as-parameters',
    words: 'The application signs the fields of a JSON body as if they were parameters.',
    fix: 'A body that is no form is signed by its digest in the URL: validateRequestWithBody(token, signature, url, rawBody) of the SDK, or validateRequest with {} for the parameters.',
    made: (of, { body }) => (body === null ? [] : saying(of, fieldsOf(body))),
  },
]

/** The same computation of other parameters; none where they are as good as the same. */
const saying = (of: Computation, parameters: Parameters): Computation[] =>
  parameters.length === 0 && of.parameters.length === 0 ? [] : [{ ...of, parameters }]

const mapped = ({ parameters }: Computation, change: (value: string) => string): Parameters =>
  parameters.map(([name, value]) => [name, change(value)])

const decodedForm = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const encoded = (text: string): string => formBody([[text, '']]).slice(0, -1)

function fieldsOf(body: string): Parameters {
  try {
    const value = JSON.parse(body) as unknown
    if (typeof value !== 'object' || value === null) return []
    // As JavaScript joins it to a text, which is what a validator of forms does.
    return Object.entries(value).map(([name, field]) => [name, String(field)])
  } catch {
    return []
  }
}
