import type { AnswerOf } from './control.ts'
import { useInDevelopment } from './in-development.ts'

export type ClockTold = AnswerOf<'GET /clock'>

/** How often the page looks how the clock stands, in milliseconds: programs move it, too. */
const glance = 5000

/** How the server's clock stands; in production it is nobody's to move. */
export const useClock = () => useInDevelopment('GET /clock', 'clock', glance)

/** So much is no more than what an answer takes to come. */
const unnoticed = 2

/** Whether time is not what it is elsewhere. */
export const isMoved = ({ state, offset }: ClockTold): boolean => state === 'frozen' || Math.abs(offset) > unnoticed

/** `3d 4h`, in the two largest units that there are. */
export function lengthOf(seconds: number): string {
  const whole = Math.round(Math.abs(seconds))
  const units = [
    ['d', Math.floor(whole / 86_400)],
    ['h', Math.floor(whole / 3600) % 24],
    ['m', Math.floor(whole / 60) % 60],
    ['s', whole % 60],
  ] as const
  const from = units.findIndex(([, count]) => count > 0)
  const shown = from === -1 ? units.slice(-1) : units.slice(from, from + 2)
  return shown.map(([unit, count]) => `${count}${unit}`).join(' ')
}
