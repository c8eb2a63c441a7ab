const rate = 8000
const headerSize = 44
/** What unsigned samples of 8 bits are when nothing is heard. */
const nothing = 0x80
/** An hour in one channel: longer files end here, so that none takes more than some thirty megabytes. */
const largest = 3600 * rate

/** A WAV file in which nothing is heard for so many seconds, as far as an hour: PCM, 8 kHz, 8 bits, one or two channels. */
export function silentWav(seconds: number, channels: number): Uint8Array {
  const size = Math.min(seconds * rate * channels, largest)
  const file = Buffer.alloc(headerSize + size, nothing)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(headerSize - 8 + size, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(channels, 22)
  file.writeUInt32LE(rate, 24)
  file.writeUInt32LE(rate * channels, 28)
  file.writeUInt16LE(channels, 32)
  file.writeUInt16LE(8, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(size, 40)
  return file
}
