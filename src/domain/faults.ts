import type { Door, Effects, Facts } from './fault.ts'

/** What a door asks before it lets something through. */
export interface Faults {
  /** Whether anything is set at a door. Asked each time, it costs nothing where nothing is. */
  isSet(on: Door): boolean
  /**
   * What happens to this. Faults are asked in their order: delays add up, and the first of any other effect is the last that is asked.
   * Only effects that `may` happen here are asked at all.
   */
  meet<D extends Door>(on: D, facts: Facts[D], may?: (effect: Effects[D]) => boolean): Promise<Meeting<D>>
  /** Waits in real time, until the signal aborts or the server closes. */
  pause(ms: number, signal?: AbortSignal): Promise<void>
}

/** What happens at a door. */
export interface Meeting<D extends Door> {
  /** In milliseconds. */
  delay: number
  effect: Exclude<Effects[D], { do: 'delay' }> | null
}

/** Nothing goes wrong on purpose. */
export const noFaults: Faults = {
  isSet: () => false,
  meet: () => Promise.resolve({ delay: 0, effect: null }),
  pause: () => Promise.resolve(),
}
