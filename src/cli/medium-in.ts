import { readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { CommandProblem } from './command-problem.ts'

const types: Readonly<Record<string, string>> = {
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.heic': 'image/heic',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/vnd.wave',
  '.amr': 'audio/amr',
  '.mp4': 'video/mp4',
  '.mov': 'video/quicktime',
  '.webm': 'video/webm',
  '.3gp': 'video/3gpp',
  '.pdf': 'application/pdf',
  '.vcf': 'text/vcard',
  '.csv': 'text/csv',
  '.ics': 'text/calendar',
}

/** The file at a path, as a phone sends it. */
export function mediumIn(path: string): { contentType: string; base64: string } {
  const contentType = types[extname(path).toLowerCase()]
  if (contentType === undefined)
    throw new CommandProblem(`${basename(path)} is of a kind that phones do not send.`, Object.keys(types).join(' '), {
      exitCode: 2,
    })
  try {
    return { contentType, base64: readFileSync(path).toString('base64') }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CommandProblem(`${path} cannot be read: ${why}.`, '--file with the path of a file', { cause: error })
  }
}
