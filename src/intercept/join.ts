import type { Socket } from 'node:net'

/** A tunnel through which nothing came for so long is closed. */
const longestSilence = 3_600_000

/** Lets bytes flow both ways, untouched, each end as fast as the other takes it. What one says last reaches the other. */
export function join(one: Socket, other: Socket): void {
  const end = () => {
    one.destroy()
    other.destroy()
  }
  for (const [side, opposite] of [
    [one, other],
    [other, one],
  ] as const) {
    side.on('error', end).setTimeout(longestSilence, end)
    side.once('close', () => {
      if (!side.readableEnded) opposite.destroy()
    })
    side.pipe(opposite)
  }
}
