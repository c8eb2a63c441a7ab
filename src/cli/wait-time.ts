import { InvalidArgumentError } from 'commander'
import { duration } from '../config/kinds.ts'

const longest = 3_600_000

/** Reads how long to wait, in milliseconds: `30s`, `500ms`, or a number of seconds; an hour at most. */
export function waitTime(text: string): number {
  const time = /^\d{1,6}$/.test(text) ? Number(text) * 1000 : duration('30s').read(text)
  if (time === null || time > longest)
    throw new InvalidArgumentError('A time is such as 30s, 500ms or 2m, an hour at most.')
  return time
}
