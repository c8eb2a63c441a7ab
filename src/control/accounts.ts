import type { FastifyInstance } from 'fastify'
import { type Account, accountTypes } from '../domain/account.ts'
import { errorEras } from '../domain/error-era.ts'
import { change, outcome } from '../domain/write.ts'
import { accountOf, objectOf } from './control-account.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'

/** What only who runs the server decides of an account: whether it is on trial, and in which words it is refused. */
export function accountRoutes(control: FastifyInstance, has: ControlContext): void {
  control.get<{ Params: { sid: string } }>('/accounts/:sid', async ({ params }) => view(await accountOf(params, has)))

  control.patch<{ Params: { sid: string }; Body: unknown }>('/accounts/:sid', async ({ params, body }) => {
    const account = await accountOf(params, has)
    const { errorEra, type } = objectOf(body, ['errorEra', 'type'])
    const wanted = {
      ...(errorEra !== undefined && { errorEra: errorEra === null ? null : oneOf(errorEras, errorEra, 'errorEra') }),
      ...(type !== undefined && { type: oneOf(accountTypes, type, 'type') }),
    }
    await has.ledger.keep(outcome([change('account', account.sid, { ...wanted, dateUpdated: has.clock.now() })]))
    return view({ ...account, ...wanted })
  })
}

const view = ({ sid, friendlyName, status, type, errorEra }: Account) => ({ sid, friendlyName, status, type, errorEra })

function oneOf<Word extends string>(words: readonly Word[], value: unknown, name: string): Word {
  const word = words.find((candidate) => candidate === value)
  if (word === undefined) throw new ControlProblem(400, `${name} is one of ${words.join(', ')}`)
  return word
}
