import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { CommandProblem } from '../command-problem.ts'
import { dotenv } from '../environment-format.ts'
import { type Project, type Runner, detectProject, runners } from './detect-project.ts'
import { type NewFile, firstTest } from './first-test.ts'
import { type Suggestion, suggestionsFor } from './suggest.ts'

/** Asks whoever sits at the terminal. */
export type Ask = (question: string) => Promise<string>

interface Wishes {
  runner?: Runner
  dryRun: boolean
  /** Null where nobody is asked. */
  ask: Ask | null
}

/** What was found, written and left, and what comes next. */
export interface Begun {
  project: Project
  runner: Runner
  files: (NewFile & { state: 'written' | 'left as it is' | 'not written' })[]
  suggestions: Suggestion[]
}

/** Writes a first test for the project in a folder, and credentials for tests. Overwrites nothing. */
export async function initProject(folder: string, { runner: wished, dryRun, ask }: Wishes): Promise<Begun> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new CommandProblem(`${resolve(folder)} is no folder.`, '`trunkline init` where the project is')
  const project = detectProject(folder)
  const runner = wished ?? (await chosenRunner(project, ask))
  const test = firstTest(runner, project)
  const files = [environmentFile(), test].map((file) => ({ ...file, there: existsSync(join(folder, file.path)) }))
  const news = files.filter(({ there }) => !there)
  const writes = !dryRun && (ask === null || news.length === 0 || (await agreed(news, ask)))
  if (writes) for (const file of news) write(folder, file)
  return {
    project,
    runner,
    files: files.map(({ path, text, there }) => ({
      path,
      text,
      state: there ? 'left as it is' : writes ? 'written' : 'not written',
    })),
    suggestions: suggestionsFor(runner, project, test.path),
  }
}

/** Null where nobody sits: a pipe, or CI. */
export function askTerminal(): Ask | null {
  if (!process.stdin.isTTY || !process.stdout.isTTY || process.env.CI) return null
  return async (question) => {
    const terminal = createInterface({ input: process.stdin, output: process.stdout })
    const unanswered = () => new CommandProblem('No answer was given, and nothing was written.', '--yes, or --dry-run')
    const closed = once(terminal, 'close').then(() => Promise.reject(unanswered()))
    try {
      return await Promise.race([terminal.question(question), closed])
    } catch (error) {
      // Ctrl-C ends the question with an error, Ctrl-D closes what it was asked by.
      throw error instanceof Error && error.name === 'AbortError' ? unanswered() : error
    } finally {
      terminal.close()
    }
  }
}

async function chosenRunner({ runners: found }: Project, ask: Ask | null): Promise<Runner> {
  const likely = found[0] ?? 'node'
  if (found.length === 1 || ask === null) return likely
  const answer = (await ask(`What runs the tests: ${runners.join(', ')}? [${likely}] `)).trim()
  const chosen = answer === '' ? likely : runners.find((one) => one === answer)
  if (chosen) return chosen
  throw new CommandProblem(`"${answer}" is none of them.`, `--runner ${likely}`)
}

async function agreed(files: readonly NewFile[], ask: Ask): Promise<boolean> {
  const answer = await ask(`Write ${files.map(({ path }) => path).join(' and ')}? [Y/n] `)
  return /^\s*(y(es)?)?\s*$/i.test(answer)
}

/** Credentials that are made up: no real service knows them, and a server that starts with them has that account. */
function environmentFile(): NewFile {
  const sid = `AC${randomBytes(16).toString('hex')}`
  const token = randomBytes(16).toString('hex')
  return {
    path: '.env.test',
    text: `# Credentials for tests, made up here: no real service knows them.
${dotenv({ TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token })}
# \`trunkline start\` with these makes its first account with the same.
${dotenv({ TRUNKLINE_ACCOUNT_SID: sid, TRUNKLINE_AUTH_TOKEN: token })}`,
  }
}

function write(folder: string, { path, text }: NewFile): void {
  const place = join(folder, path)
  try {
    mkdirSync(dirname(place), { recursive: true })
    // Fails where somebody else made it meanwhile: nothing is overwritten.
    writeFileSync(place, text, { flag: 'wx' })
  } catch (error) {
    throw new CommandProblem(
      `${place} cannot be written: ${(error as Error).message}.`,
      '--dry-run, which only shows it',
      {
        cause: error,
      },
    )
  }
}
