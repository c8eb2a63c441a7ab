import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { folder } from './places.ts'

/** One line of a result: what was measured, against which bar. */
export interface Row {
  what: string
  value: number | string
  unit?: string
  /** What must hold, in words: `≥ 0.5`. */
  bar?: string
  holds?: boolean
}

export interface Report {
  bench: string
  rows: Row[]
  /** What the table is too narrow for; kept in the JSON file. */
  detail?: unknown
}

export const atLeast = (what: string, value: number, bar: number, unit = ''): Row => ({
  what,
  value,
  unit,
  bar: `≥ ${bar}`,
  holds: value >= bar,
})
export const atMost = (what: string, value: number, bar: number, unit = ''): Row => ({
  what,
  value,
  unit,
  bar: `≤ ${bar}`,
  holds: value <= bar,
})
export const exactly = (what: string, value: number, bar: number, unit = ''): Row => ({
  what,
  value,
  unit,
  bar: `= ${bar}`,
  holds: value === bar,
})
export const seen = (what: string, value: number | string, unit = ''): Row => ({ what, value, unit })
/** Says aloud what was not measured, and why. */
export const skipped = (what: string, why: string): Row => ({ what, value: `skipped: ${why}` })

export function printReport({ bench, rows }: Report) {
  console.log(`\n${bench}`)
  const width = Math.max(...rows.map(({ what }) => what.length))
  for (const { what, value, unit, bar, holds } of rows) {
    const shown = `${what.padEnd(width)}  ${typeof value === 'number' ? rounded(value).padStart(9) : value} ${unit ?? ''}`
    console.log(
      bar === undefined
        ? `  ${shown.trimEnd()}`
        : `  ${shown.padEnd(width + 26)} ${bar.padEnd(8)} ${holds ? 'holds' : 'DOES NOT HOLD'}`,
    )
  }
}

/** Writes what was measured, and on what, to `bench/results`. */
export function keepReports(reports: readonly Report[]): string {
  mkdirSync(folder.results, { recursive: true })
  const at = new Date().toISOString()
  const file = `${folder.results}${at.replaceAll(/[:.]/g, '-')}.json`
  const machine = {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memory: totalmem(),
    kernel: release(),
    node: process.version,
  }
  writeFileSync(file, `${JSON.stringify({ at, machine, reports }, null, 2)}\n`)
  return file
}

function rounded(value: number): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toFixed(digits)
}
