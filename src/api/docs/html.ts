/** Text that is HTML already. */
export interface Html {
  readonly html: string
}

type Content = Html | string | number | false | null | undefined | readonly Content[]

/** Writes HTML. What is put in is text, unless it is HTML itself. */
export const markup = (parts: TemplateStringsArray, ...contents: readonly Content[]): Html => ({
  html: parts.reduce((all, part, i) => all + written(contents[i - 1]) + part),
})

function written(content: Content): string {
  if (content === false || content === null || content === undefined) return ''
  if (typeof content === 'string' || typeof content === 'number') return escapeHtml(String(content))
  return 'html' in content ? content.html : content.map(written).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign]!)

/** Text in which backticks stand around what is code. */
export const prose = (text: string): Html[] =>
  text.split('`').map((part, i) => (i % 2 === 1 ? markup`<code>${part}</code>` : markup`${part}`))

export const page = (title: string, body: Html): string =>
  markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
${body}
</body>
</html>
`.html
