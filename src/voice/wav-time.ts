/** More parts are not looked through. */
const mostParts = 100

/** How many milliseconds a WAV file is long (RIFF: parts with a name and a size); null for anything else. */
export function wavTime(bytes: Uint8Array): number | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE')
    return null
  let bytesPerSecond = 0
  let at = 12
  for (let part = 0; part < mostParts && at + 8 <= file.length; part++) {
    const name = file.toString('latin1', at, at + 4)
    const size = file.readUInt32LE(at + 4)
    if (name === 'fmt ' && at + 20 <= file.length) bytesPerSecond = file.readUInt32LE(at + 16)
    if (name === 'data') {
      if (bytesPerSecond === 0) return null
      // A file that was cut off, or that was written while it was recorded, says more than it holds.
      return Math.round((Math.min(size, file.length - at - 8) * 1000) / bytesPerSecond)
    }
    // Parts begin at even places.
    at += 8 + size + (size % 2)
  }
  return null
}
