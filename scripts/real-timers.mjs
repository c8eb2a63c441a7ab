// The bundle takes its timers and its time from here, and so keeps those that were there when it, or the test kit, was loaded: a test that
// puts others in their place (`useFakeTimers`) does not stop a server in the same process.
const real = globalThis[Symbol.for('trunkline.real-time')] ?? globalThis

const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate, Date, performance } = real

export { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate, Date, performance }
