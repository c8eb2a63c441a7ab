import type { Command } from 'commander'
import type { TlsOptions } from './run-tls.ts'
import { type Print, serverCommand } from './server-command.ts'

/** `trunkline tls`: the hosts of the service, for programs that are told by name resolution where they are. */
export function addTlsCommand(program: Command, print: Print): void {
  serverCommand(
    program,
    'tls',
    'Serve TLS for the hosts of twilio.com in front of a server, with a certificate authority that is kept and need be trusted only once.',
    'tls --port 8443',
  )
    .option('-p, --port <number>', 'the port to listen on; 0 takes a free one', '443')
    .option('--host <host>', 'the address to listen on', '127.0.0.1')
    .option('--folder <path>', 'where the authority and its key are kept', '.trunkline/tls')
    .action(async (options: TlsOptions) => {
      const { runTls } = await import('./run-tls.ts')
      await runTls(options, print)
    })
}
