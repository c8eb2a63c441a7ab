import type { FastifyInstance } from 'fastify'
import { type Countries, type Permission, readCountries } from '../domain/permission.ts'
import { absent, add, change, outcome } from '../domain/write.ts'
import { accountOf, objectOf } from './control-account.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'

/** Where an account may write to and call. Null is what the server's settings say of every account. */
export function permissionRoutes(control: FastifyInstance, has: ControlContext): void {
  control.get<{ Params: { sid: string } }>('/accounts/:sid/permissions', async ({ params }) => {
    const { sid } = await accountOf(params, has)
    return view(await has.ledger.permissions.of(sid))
  })

  control.put<{ Params: { sid: string }; Body: unknown }>('/accounts/:sid/permissions', async ({ params, body }) => {
    const { sid: accountSid } = await accountOf(params, has)
    const { sms, voice } = objectOf(body, ['sms', 'voice'])
    const wanted = {
      ...(sms !== undefined && { sms: countriesOf(sms, 'sms') }),
      ...(voice !== undefined && { voice: countriesOf(voice, 'voice') }),
    }
    const empty: Permission = { accountSid, sms: null, voice: null }
    // Whichever holds: there is a record to change, or none yet.
    const added = await has.ledger.keep(outcome([add('permission', { ...empty, ...wanted })], [isNew(accountSid)]))
    if (!added.kept) await has.ledger.keep(outcome([change('permission', accountSid, wanted)]))
    return view(await has.ledger.permissions.of(accountSid))
  })
}

const isNew = (accountSid: string) => absent('permission', 'accountSid', accountSid)

const view = ({ sms, voice }: Omit<Permission, 'accountSid'>) => ({ sms, voice })

function countriesOf(value: unknown, name: string): Countries | null {
  if (value === null) return null
  const words = Array.isArray(value) && value.every((word) => typeof word === 'string') ? readCountries(value) : null
  if (words) return words
  throw new ControlProblem(400, `${name} is null or a list of "all", "home" and country codes, such as ["home", "GB"]`)
}
