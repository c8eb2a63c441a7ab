import type { CallRun } from './run.ts'

/** An address as a document has it: relative to where the document was, and that itself where it is empty. Null when it can be none. */
export function addressIn({ documentUrl }: Pick<CallRun, 'documentUrl'>, written: string): string | null {
  if (written.trim() === '') return documentUrl
  const url = URL.parse(written.trim(), documentUrl ?? undefined)
  return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : null
}
