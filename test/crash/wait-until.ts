import { setTimeout as pause } from 'node:timers/promises'

/** How long anything may take while servers come and go. */
const longestWait = 60_000

/** Waits until something holds; throws, with what there is instead, when that takes too long. */
export async function waitUntil(holds: () => boolean, instead: () => string): Promise<void> {
  const end = performance.now() + longestWait
  while (!holds()) {
    if (performance.now() > end) throw new Error(instead())
    await pause(5)
  }
}
