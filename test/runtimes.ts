import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** How each is asked whether it is the one that is meant; where no answer is expected any will do. */
const runtimes = {
  curl: { program: 'curl', ask: ['--version'], expect: /^curl / },
  openssl: { program: 'openssl', ask: ['version'], expect: /^OpenSSL [3-9]/ },
  node20: { program: 'node', ask: ['--version'], expect: /^v20\./ },
  'python-twilio': { program: 'python3', ask: ['-c', 'import twilio, requests'], expect: /^/ },
  ruby: { program: 'ruby', ask: ['--version'], expect: /^ruby / },
  php: { program: 'php', ask: ['-r', 'echo extension_loaded("curl") ? "curl" : "";'], expect: /^curl$/ },
  pytest: { program: 'python3', ask: ['-c', 'import pytest, twilio'], expect: /^/ },
  flask: { program: 'python3', ask: ['-c', 'import pytest, flask, twilio'], expect: /^/ },
  rspec: { program: 'rspec', ask: ['--version'], expect: /^RSpec 3/ },
  java: { program: 'java', ask: ['--version'], expect: /^(openjdk|java) (1[1-9]|[2-9]\d)/ },
  // Chromium without a window opens a page in a third of the time.
  browser: { program: ['chromium-headless-shell', 'chromium'], ask: ['--version'], expect: /^Chromium / },
  go: { program: 'go', ask: ['version'], expect: /^go version/ },
  python: { program: 'python3', ask: ['--version'], expect: /^Python 3/ },
  bash: { program: 'bash', ask: ['--version'], expect: /^GNU bash/ },
  zsh: { program: 'zsh', ask: ['--version'], expect: /^zsh / },
  fish: { program: 'fish', ask: ['--version'], expect: /^fish/ },
  shellcheck: { program: 'shellcheck', ask: ['--version'], expect: /^ShellCheck/ },
} as const

export type Runtime = keyof typeof runtimes

/**
 * Where a runtime is that not every machine has, or null: then skip, `test.skipIf(runtime('ruby') === null)`. A missing one is said;
 * with TRUNKLINE_REQUIRE=ruby it is a failure.
 */
export function runtime(name: Runtime): string | null {
  const { program, ask, expect } = runtimes[name]
  const folders = (process.env.PATH ?? '').split(delimiter)
  const found = [program]
    .flat()
    .flatMap((one) => folders.map((folder) => join(folder, one)))
    .find((path) => existsSync(path) && answers(path, ask, expect))
  if (found !== undefined) return found
  const missing = `${name} is not here`
  if ((process.env.TRUNKLINE_REQUIRE ?? '').split(',').includes(name))
    throw new Error(`${missing}, but TRUNKLINE_REQUIRE asks for it`)
  console.warn(`SKIPPED: tests with ${name}. ${missing}.`)
  return null
}

function answers(path: string, ask: readonly string[], expected: RegExp): boolean {
  try {
    return expected.test(
      execFileSync(path, ask, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 20_000 }),
    )
  } catch {
    return false
  }
}
