import { isLandlineOnly, isPremium } from '../domain/phone-number.ts'
import { Problem } from '../domain/problem.ts'
import type { Addresses } from './check-request.ts'

/** Refuses a number that no message reaches, or may reach, whoever has it. */
export function checkLine({ kind, value }: Addresses['to'], To: string): void {
  if (kind !== 'number') return
  if (isPremium(value)) throw new Problem('toPremium', { To })
  if (isLandlineOnly(value)) throw new Problem('toLandline', { To })
}
