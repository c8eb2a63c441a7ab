import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { CommandProblem } from './command-problem.ts'
import { askCredentials, variablesOf } from './credentials.ts'
import { Unwritable, type Variables, dotenv, githubFile, githubMask, shell } from './environment-format.ts'
import { type Print, type TalkOptions, serverCommand, talk } from './server-command.ts'

type Format = 'dotenv' | 'shell' | 'github' | 'json'

/** `trunkline env`: the credentials of a running development server, for the environment of programs. */
export function addEnvCommand(program: Command, print: Print): void {
  serverCommand(
    program,
    'env',
    'Print the credentials of a development server and its address, for the environment of a program.',
    'env --format dotenv >> .env.test',
  )
    .addOption(
      new Option(
        '--format <format>',
        'a .env file, lines for `eval`, JSON, or `github`, which sets them for the later steps of a job and masks tokens in its log; dotenv unless said, json with --output json',
      ).choices(['dotenv', 'shell', 'github', 'json']),
    )
    .action(async ({ format, ...options }: TalkOptions & { format?: Format }) => {
      const { client, json } = talk(options, print)
      const url = options.server.replace(/\/+$/, '')
      const variables = variablesOf(url, await askCredentials(client))
      try {
        print(written(variables, format ?? (json ? 'json' : 'dotenv')))
      } catch (error) {
        if (error instanceof Unwritable)
          throw new CommandProblem(`${error.message}.`, '--format json, or --format shell', { cause: error })
        throw error
      }
    })
}

/** What is printed in a format; what GitHub is told goes to its file. */
function written(variables: Variables, format: Format): string {
  switch (format) {
    case 'dotenv':
      return dotenv(variables).trimEnd()
    case 'shell':
      return shell(variables).trimEnd()
    case 'json':
      return JSON.stringify(variables)
    case 'github':
      return toldGithub(variables)
  }
}

function toldGithub(variables: Variables): string {
  const file = process.env.GITHUB_ENV
  if (!file)
    throw new CommandProblem(
      'GITHUB_ENV is not set: this is no step of GitHub Actions.',
      '--format dotenv, or --format shell',
    )
  const secret = Object.entries(variables).filter(([name]) => name.endsWith('_TOKEN'))
  appendTo(file, githubFile(variables, `trunkline-${randomUUID()}`))
  return secret.map(([, value]) => githubMask(value)).join('\n')
}

function appendTo(file: string, text: string): void {
  try {
    appendFileSync(file, text)
  } catch (error) {
    throw new CommandProblem(
      `GITHUB_ENV names a file that cannot be written: ${(error as Error).message}.`,
      'the command within a step of GitHub Actions',
      { cause: error },
    )
  }
}
