import { execFileSync } from 'node:child_process'
import { accept } from './accept.ts'
import { type Arguments, readArguments } from './arguments.ts'
import { clock } from './clock.ts'
import { watchConsole } from './console.ts'
import { conversations } from './conversations.ts'
import { fuzz } from './fuzz.ts'
import { help } from './help.ts'
import { kit } from './kit.ts'
import { life } from './life.ts'
import { list } from './list.ts'
import { overload } from './overload.ts'
import { peers } from './peers.ts'
import { folder } from './places.ts'
import { receivers } from './receivers.ts'
import { type Report, keepReports, printReport } from './report.ts'
import { search } from './search.ts'
import { idle, startup } from './start.ts'

/** What this project claims about itself, each claim a command: `npm run bench`, or `npm run bench -- accept life`. */
const benches: Record<string, (args: Arguments) => Promise<Report>> = {
  accept,
  life,
  conversations,
  clock,
  list,
  search,
  startup,
  idle,
  help,
  peers,
  overload,
  receivers,
  fuzz,
  kit,
  console: watchConsole,
}

const args = readArguments(process.argv.slice(2))
const names = args.names.length > 0 ? args.names : Object.keys(benches)
const unknown = names.filter((name) => !benches[name])
if (unknown.length > 0) {
  console.error(`No bench is named ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}`)
  process.exit(2)
}

execFileSync(process.execPath, [`${folder.root}scripts/build.mjs`], { stdio: 'inherit' })

const reports: Report[] = []
for (const name of names) {
  console.log(`\n== ${name}`)
  try {
    const report = await benches[name]!(args)
    printReport(report)
    reports.push(report)
  } catch (error) {
    console.error(error)
    reports.push({ bench: name, rows: [{ what: `broke off: ${String(error)}`, value: 1, bar: '= 0', holds: false }] })
  }
}

const failed = reports.flatMap(({ rows }) => rows).filter(({ holds }) => holds === false)
console.log(
  `\n${failed.length === 0 ? 'Every bar holds' : `${failed.length} bars do not hold`}. Kept in ${keepReports(reports)}`,
)
process.exitCode = failed.length === 0 ? 0 : 1
