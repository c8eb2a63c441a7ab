import type { FirstLogin } from '../server/first-login.ts'

/** How to come into the console for the first time. */
export function firstLoginText(login: FirstLogin): string {
  if ('address' in login)
    return `  To choose a password for the console, once and within 24 hours:\n  ${login.address}\n`
  return `  The console waits until ${new Date(login.waitsUntil).toISOString()} for the login whose address was printed before.\n  For another address: trunkline console reset\n`
}
