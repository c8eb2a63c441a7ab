import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { runtime } from '../../test/runtimes.ts'
import { completionScript } from './completion-script.ts'
import { program } from './main.ts'

const folder = mkdtempSync(join(tmpdir(), 'trunkline-completion-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The script for a shell, in a file. */
function scriptFor(shell: 'bash' | 'zsh' | 'fish'): string {
  const file = join(folder, `trunkline.${shell}`)
  writeFileSync(file, completionScript(shell, program()))
  return file
}

const run = (shell: string, words: readonly string[], env: Record<string, string> = {}) =>
  execFileSync(shell, words, {
    encoding: 'utf8',
    timeout: 12_000,
    env: { PATH: process.env.PATH, HOME: folder, TERM: 'dumb', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })

/** What is typed, and what may stand at its end. */
const typed: readonly (readonly [line: string, completed: readonly string[]])[] = [
  ['trunkline ph', ['phone']],
  ['trunkline phone sh', ['show']],
  ['trunkline phone s', ['set', 'show', 'send', 'speech']],
  ['trunkline webhooks list --output ', ['text', 'json']],
  ['trunkline webhooks list --outp', ['--output']],
  ['trunkline --server http://127.0.0.1:1 webh', ['webhooks']],
  ['trunkline start --port 1 --simulator-a', ['--simulator-answer']],
  ['trunkline --por', ['--port']],
  ['trunkline completion ', ['bash', 'zsh', 'fish']],
  ['trunkline env --format git', ['github']],
]

describe.skipIf(!runtime('bash'))('bash', () => {
  test('completes commands, options and choices', () => {
    const script = scriptFor('bash')
    run('bash', ['-n', script])
    const ask = `source ${script}
      read -r -a COMP_WORDS <<< "$LINE"
      if [[ $LINE == *' ' ]]; then COMP_WORDS+=(''); fi
      COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 ))
      _trunkline
      printf '%s\\n' "\${COMPREPLY[@]}"`
    for (const [line, completed] of typed) {
      const found = run('bash', ['--norc', '-c', ask], { LINE: line }).split('\n').filter(Boolean)
      expect([line, found.sort()]).toEqual([line, [...completed].sort()])
    }
  })

  test('completes the value behind an equals sign, which bash hands over as a word', () => {
    const ask = `source ${scriptFor('bash')}
      COMP_WORDS=(trunkline webhooks list --output = j) COMP_CWORD=5
      _trunkline; echo "\${COMPREPLY[*]}"`
    expect(run('bash', ['--norc', '-c', ask])).toBe('json\n')
  })
})

describe.skipIf(!runtime('fish'))('fish', () => {
  test('completes commands, options and choices', () => {
    const script = scriptFor('fish')
    run('fish', ['-n', script])
    const ask = `source ${script}; for line in $argv; complete -C $line; echo ====; end`
    const lines = typed.map(([line]) => line)
    const answers = run('fish', ['--no-config', '-c', ask, ...lines]).split('====\n')
    for (const [at, [line, completed]] of typed.entries()) {
      const found = (answers[at] ?? '')
        .split('\n')
        .filter(Boolean)
        .map((text) => text.split('\t', 1).join(''))
      expect([line, found.sort()]).toEqual([line, [...completed].sort()])
    }
  })
})

describe.skipIf(!runtime('zsh'))('zsh', () => {
  // A line is completed as somebody would who presses Tab at a terminal; the program then says what it was given.
  test('completes commands, options and choices', () => {
    const script = scriptFor('zsh')
    run('zsh', ['-n', script])
    const lines = typed.filter(([, completed]) => completed.length === 1)
    const drive = `zmodload zsh/zpty
      zpty shell zsh -f -i
      zpty -w shell "autoload -Uz compinit; compinit -u -D; source ${script}; trunkline() { print -r -- \\"ran[\\$*]\\" }; bindkey '^I' complete-word; print beg''un"
      zpty -r -m shell heard '*begun*'
      for line in "$@"; do
        zpty -w shell "$line"$'\\t'
        zpty -r -m shell heard '*ran\\[*\\]*'
        print -r -- "\${\${heard##*ran\\[}%%\\]*}"
      done
      zpty -d shell`
    const heard = run('zsh', ['-f', '-c', drive, 'zsh', ...lines.map(([line]) => line)])
      .split('\n')
      .filter(Boolean)
    expect(heard.map((line) => line.trim())).toEqual(
      lines.map(([line, [completed]]) => [...line.split(' ').slice(1, -1), completed].join(' ')),
    )
  })
})
