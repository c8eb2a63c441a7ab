export interface Percentiles {
  count: number
  p50: number
  p99: number
  max: number
}

const perMillisecond = 20
const longest = 60_000

/** Counts times in steps of 50 µs up to a minute. */
export function histogram() {
  const counts = new Uint32Array(longest * perMillisecond + 1)
  let count = 0
  let max = 0

  function percentile(share: number): number {
    const wanted = Math.ceil(count * share)
    let seen = 0
    for (let i = 0; i < counts.length; i++)
      if ((seen += counts[i]!) >= wanted && seen > 0) return (i + 1) / perMillisecond
    return 0
  }

  return {
    note(milliseconds: number) {
      counts[Math.min(counts.length - 1, Math.max(0, Math.floor(milliseconds * perMillisecond)))]!++
      count++
      if (milliseconds > max) max = milliseconds
    },
    /** In milliseconds. */
    percentiles: (): Percentiles => ({ count, p50: percentile(0.5), p99: percentile(0.99), max }),
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length === 0) return Number.NaN
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
