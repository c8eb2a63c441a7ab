import { spawnSync } from 'node:child_process'
import type { Arguments } from './arguments.ts'
import { median } from './histogram.ts'
import { folder } from './places.ts'
import { type Report, atMost, seen } from './report.ts'

/*
 * Claim: `trunkline --help` is there at most 150 ms after a Node that does nothing (`node -e 0`) would have ended. The two take turns, and
 * each is started once before, so that what is compiled is in its cache. Median of `--runs 20`.
 */
export async function help(args: Arguments): Promise<Report> {
  const runs = args.number('runs', 20)
  const bare: number[] = []
  const asked: number[] = []
  for (let run = -1; run < runs; run++) {
    const times = [timeOf(['-e', '0']), timeOf([`${folder.root}bin/trunkline.cjs`, '--help'])] as const
    if (run < 0) continue
    bare.push(times[0])
    asked.push(times[1])
  }
  return Promise.resolve({
    bench: `help: median of ${runs}`,
    rows: [
      seen('node -e 0', median(bare), 'ms'),
      seen('trunkline --help', median(asked), 'ms'),
      atMost('the difference', median(asked) - median(bare), 150, 'ms'),
    ],
  })
}

function timeOf(words: readonly string[]): number {
  const began = performance.now()
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`node ${words.join(' ')} ended with ${status}: ${stderr}`)
  return performance.now() - began
}
