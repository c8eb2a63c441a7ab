import { isDeepStrictEqual } from 'node:util'
import { type Fault, type FaultSeed, faultSeedKey, usualSeed, type WantedFault } from '../domain/fault.ts'
import type { Clock } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import { mintSid } from '../domain/sid.ts'
import { wasKept } from '../domain/was-kept.ts'
import { absent, add, change, type Operation, outcome, present, remove } from '../domain/write.ts'
import { FaultProblem } from './form.ts'
import type { LiveFaults } from './live-faults.ts'
import { mostFaults, type WantedFaults } from './read-fault.ts'

export interface SettingFaults {
  ledger: Ledger
  clock: Clock
  faults: Pick<LiveFaults, 'refresh'>
}

/** Sets further faults behind those that are set; throws a `FaultProblem` when they would be too many. */
export async function addFaults(wanted: readonly WantedFault[], has: SettingFaults): Promise<readonly Fault[]> {
  const there = await has.ledger.faults.all()
  if (there.length + wanted.length > mostFaults)
    throw new FaultProblem(`at most ${mostFaults} faults can be set: remove some first`)
  const added = placed(wanted, there, has)
  await keep(
    added.map((fault) => add('fault', fault)),
    has,
  )
  return added
}

/** Sets these in place of all others. Their counts begin at 0. */
export function replaceFaults(wanted: WantedFaults, has: SettingFaults): Promise<void> {
  return replace(wanted, () => false, has)
}

/** Sets these unless they are set already: a second process with the same faults leaves the counts as they are. */
export function ensureFaults(wanted: WantedFaults, has: SettingFaults): Promise<void> {
  return replace(wanted, (there) => isDeepStrictEqual(there, { ...wanted, seed: wanted.seed ?? there.seed }), has)
}

/** Somebody else may be first so often. */
const tries = 10

async function replace(
  { seed, faults: wanted }: WantedFaults,
  isDone: (there: Required<WantedFaults>) => boolean,
  has: SettingFaults,
): Promise<void> {
  const { ledger, faults } = has
  for (let i = 0; i < tries; i++) {
    const [before, there] = [await ledger.faults.seed(), await ledger.faults.all()]
    const usual = before?.seed ?? usualSeed
    if (isDone({ seed: usual, faults: there.map(wantedOf) })) return faults.refresh()
    const next: FaultSeed = { key: faultSeedKey, seed: seed ?? usual, revision: mintSid('FT', has.clock.now()) }
    const operations = [
      ...there.map(({ id }) => remove('fault', id)),
      ...placed(wanted, [], has).map((fault) => add('fault', fault)),
      before ? change('faultSeed', faultSeedKey, next) : add('faultSeed', next),
    ]
    const unchanged = before
      ? present('faultSeed', faultSeedKey, { revision: [before.revision] })
      : absent('faultSeed', 'key', faultSeedKey)
    const { kept } = await ledger.keep(outcome(operations, [unchanged]))
    if (kept) return faults.refresh()
  }
  throw new FaultProblem('others changed all faults at the same time: try again')
}

/** Ends a fault. False when there is none. */
export async function removeFault(id: string, { ledger, faults }: SettingFaults): Promise<boolean> {
  const { kept } = await ledger.keep(outcome([remove('fault', id)], [present('fault', id)]))
  await faults.refresh()
  return kept
}

/** Ends all faults, or those of one account. */
export async function clearFaults(accountSid: string | undefined, has: SettingFaults): Promise<void> {
  const all = await has.ledger.faults.all()
  const ended = accountSid === undefined ? all : all.filter((fault) => fault.accountSid === accountSid)
  await keep(
    ended.map(({ id }) => remove('fault', id)),
    has,
  )
}

async function keep(operations: readonly Operation[], { ledger, faults }: SettingFaults): Promise<void> {
  if (operations.length > 0) wasKept(await ledger.keep(outcome(operations)))
  await faults.refresh()
}

function placed(wanted: readonly WantedFault[], there: readonly Fault[], { clock }: SettingFaults): readonly Fault[] {
  const all = [...there]
  for (const one of wanted) {
    const position = 1 + Math.max(-1, ...all.map((other) => other.position))
    const luck = one.name === '' ? nextPlace(one, all) : one.name
    all.push({ ...one, id: mintSid('FT', clock.now()), position, luck, seen: 0, done: 0 })
  }
  return all.slice(there.length)
}

/** Counted among those of the same account: what others set changes nothing. */
function nextPlace({ accountSid }: WantedFault, all: readonly Fault[]): string {
  const places = all
    .filter((other) => other.accountSid === accountSid && other.name === '')
    .map(({ luck }) => Number(luck.slice(1)))
  return `#${1 + Math.max(0, ...places)}`
}

const wantedOf = ({ name, on, match, effect, perMillion, count, accountSid }: Fault): WantedFault =>
  ({ name, on, match, effect, perMillion, count, accountSid }) as WantedFault
