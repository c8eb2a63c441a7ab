import { type Finding, findingsOf } from './finding.ts'

const { ok, problem } = findingsOf('node')

/** Whether this Node is the one that the package asks for (`>=24`). */
export function checkNodeVersion(found: string, engines: string): Finding {
  const wanted = Number(/\d+/.exec(engines)?.[0])
  if (Number(found.split('.')[0]) >= wanted) return ok(`Node ${found}`)
  return problem(`This is Node ${found}, and Trunkline needs ${wanted} or newer.`, `npm install -D node@${wanted}`)
}
