import { expect, test } from 'vitest'
import { silentWav } from './silent-wav.ts'

/** What players read of a file (RIFF WAVE: `fmt ` and `data`). */
function read(file: Uint8Array) {
  const bytes = Buffer.from(file)
  const fields = {
    riff: bytes.toString('latin1', 0, 4),
    rest: bytes.readUInt32LE(4),
    kind: bytes.toString('latin1', 8, 16),
    format: bytes.readUInt16LE(20),
    channels: bytes.readUInt16LE(22),
    rate: bytes.readUInt32LE(24),
    bytesPerSecond: bytes.readUInt32LE(28),
    frame: bytes.readUInt16LE(32),
    bits: bytes.readUInt16LE(34),
    data: bytes.toString('latin1', 36, 40),
    size: bytes.readUInt32LE(40),
  }
  return { ...fields, seconds: fields.size / fields.bytesPerSecond, samples: bytes.subarray(44) }
}

test.for([
  [0, 1],
  [1, 1],
  [7, 2],
] as const)('%i seconds of silence in %i channels are a whole file', ([seconds, channels]) => {
  const { samples, ...file } = read(silentWav(seconds, channels))
  expect(file).toMatchObject({
    riff: 'RIFF',
    rest: 36 + samples.length,
    kind: 'WAVEfmt ',
    format: 1,
    channels,
    rate: 8000,
    bytesPerSecond: 8000 * channels,
    frame: channels,
    bits: 8,
    data: 'data',
    size: samples.length,
    seconds,
  })
  expect(samples.every((sample) => sample === 0x80)).toBe(true)
})

test('a file ends after an hour', () => {
  expect(read(silentWav(86_400, 1)).seconds).toBe(3600)
})
