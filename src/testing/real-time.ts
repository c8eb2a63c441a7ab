/**
 * Timers as they were when the kit was loaded: a test that puts others in their place (`useFakeTimers`) stops neither what waits nor
 * the server.
 */
export const { setTimeout, clearTimeout } = globalThis

const { setInterval, clearInterval, setImmediate, clearImmediate, Date } = globalThis
/** Where a server that is loaded into this process later finds them. */
const kept = Symbol.for('trunkline.real-time')

const { performance } = globalThis
const readNow = performance.now
const all = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate, Date, performance }
if (!(kept in globalThis)) Object.defineProperty(globalThis, kept, { value: all })

/** Milliseconds on a clock that nobody sets. */
export const elapsed = (): number => readNow.call(performance)

/** Resolves after so many milliseconds. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))
