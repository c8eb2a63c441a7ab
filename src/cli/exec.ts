import type { Command } from 'commander'
import type { ExecOptions } from './run-exec.ts'
import { serverCommand } from './server-command.ts'

/** `trunkline exec`: runs a program of any language against a server, and the program needs no change. */
export function addExecCommand(program: Command): void {
  serverCommand(
    program,
    'exec [command...]',
    'Run a program unchanged: its calls to twilio.com are answered by the server instead.',
    'exec -- npm test',
  )
    .option('--offline', 'let the program reach nothing beyond this machine')
    .option('--expect-calls', 'fail when the program made no call')
    .option('--print-env', 'print the variables, as a .env file has them, and run no program but go on until Ctrl-C')
    .addHelpText(
      'after',
      [
        'A program that was run ends with its own code; 128 and the number of the signal that ended it; 126 or 127 when it could not be started.',
        '',
        'Without a server at that address, one is started for as long as the program runs, unless --server was given.',
      ].join('\n'),
    )
    .action(async (words: readonly string[], options: ExecOptions, command: Command) => {
      if (words.length > 0 === (options.printEnv === true))
        command.error(
          `error: ${words.length > 0 ? '--print-env runs no command' : "missing required argument 'command'"}`,
        )
      const { runExec } = await import('./run-exec.ts')
      const source = command.getOptionValueSource('server')
      const code = await runExec(words, options, source === 'cli' ? 'flag' : source === 'env' ? 'variable' : 'default')
      // A server of its own may have work left that nobody waits for.
      process.exit(code)
    })
}
