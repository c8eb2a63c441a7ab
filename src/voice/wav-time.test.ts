import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { silentWav } from './silent-wav.ts'
import { wavTime } from './wav-time.ts'

describe('the length of a WAV file', () => {
  test.each([
    [0, 1],
    [1, 1],
    [7, 2],
  ])('is that of its sound: %d seconds, %d channels', (seconds, channels) => {
    expect(wavTime(silentWav(seconds, channels))).toBe(seconds * 1000)
  })

  test('is found behind other parts, also behind one of an odd size', () => {
    const file = Buffer.from(silentWav(2, 1))
    const note = Buffer.from('LIST\x03\0\0\0abc\0', 'latin1')
    expect(wavTime(Buffer.concat([file.subarray(0, 36), note, file.subarray(36)]))).toBe(2000)
  })

  test('is what is there of a file that was cut off, or does not know its end', () => {
    const file = Buffer.from(silentWav(4, 1))
    expect(wavTime(file.subarray(0, 44 + 8000))).toBe(1000)
    file.writeUInt32LE(0xffffffff, 40)
    expect(wavTime(file)).toBe(4000)
  })

  test('is unknown of anything else, and looking for it ends', () => {
    for (const text of ['', 'ID3', 'RIFF', 'RIFF\0\0\0\0WAVE', 'RIFF\0\0\0\0WAVEdata\0\0\0\0'])
      expect(wavTime(Buffer.from(text, 'latin1'))).toBeNull()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const time = wavTime(Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), bytes]))
        expect(time === null || time >= 0).toBe(true)
      }),
    )
  })
})
