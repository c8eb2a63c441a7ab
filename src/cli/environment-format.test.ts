import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Unwritable, dotenv, githubFile, githubMask, shell } from './environment-format.ts'

/** Values with whatever a format might take for its own. */
const values = fc
  .array(
    fc.constantFrom(
      "'",
      '"',
      '`',
      '\\',
      '\\n',
      '$',
      '$(id)',
      '${A}',
      '\n',
      '\t',
      ' ',
      '#',
      '=',
      '%',
      '!',
      '<<',
      'é',
      '🎈',
      'a',
      '1',
      'EOF',
    ),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''))
const variables = fc.dictionary(fc.stringMatching(/^[A-Z][A-Z_]{2,8}$/), values, { minKeys: 1, maxKeys: 4 })

describe('dotenv', () => {
  test('is read back by Node as it was, or refused where no quote is left', () => {
    fc.assert(
      fc.property(variables, (given) => {
        let text: string
        try {
          text = dotenv(given)
        } catch (error) {
          expect(error).toBeInstanceOf(Unwritable)
          const hasAll = (value: string) => value.includes("'") && value.includes('`') && /"|\\n/.test(value)
          expect(Object.values(given).some(hasAll)).toBe(true)
          return
        }
        expect({ ...parseEnv(text) }).toEqual(given)
      }),
      { numRuns: 1000 },
    )
  })

  test('leaves plain values bare, and refuses what readers drop', () => {
    expect(dotenv({ A: 'AC1', URL: 'http://127.0.0.1:4010', EMPTY: '' })).toBe(
      "A=AC1\nURL=http://127.0.0.1:4010\nEMPTY=''\n",
    )
    expect(() => dotenv({ A: 'a\rb' })).toThrow(Unwritable)
  })

  test('is loaded by `process.loadEnvFile`, too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'trunkline-dotenv-'))
    const file = join(folder, '.env.test')
    writeFileSync(file, dotenv({ TRUNKLINE_ODD_ONE: `it's "odd" #1 $HOME`, TRUNKLINE_ODD_TWO: 'two\nlines' }))
    const print =
      'process.loadEnvFile(process.argv[1]); console.log(JSON.stringify([process.env.TRUNKLINE_ODD_ONE, process.env.TRUNKLINE_ODD_TWO]))'
    const read = execFileSync(process.execPath, ['-e', print, file], { encoding: 'utf8' })
    expect(JSON.parse(read)).toEqual([`it's "odd" #1 $HOME`, 'two\nlines'])
    rmSync(folder, { recursive: true })
  })
})

test('shell lines set in a real sh what was given, and run nothing', () => {
  const given = fc.sample(values, { numRuns: 200, seed: 1 })
  const named = Object.fromEntries(given.map((value, at) => [`ODD_${at}`, value]))
  const read = Object.keys(named).map((name) => `printf '%s\\0' "$${name}"`)
  const script = `eval "$1"; ${read.join('; ')}`
  const said = execFileSync('sh', ['-c', script, 'sh', shell(named)], { encoding: 'utf8' })
  expect(said.split('\0').slice(0, -1)).toEqual(given)
})

describe('github', () => {
  test('writes each value between delimiters of its own, so that no value can add a variable', () => {
    fc.assert(
      fc.property(variables, (given) => {
        expect(readGithub(githubFile(given, 'trunkline-1'))).toEqual(given)
      }),
    )
    expect(() => githubFile({ A: 'x\ntrunkline-1\nPATH=/evil' }, 'trunkline-1')).toThrow(Unwritable)
  })

  test('masks a value in one line', () => {
    expect(githubMask('50%\r\nX')).toBe('::add-mask::50%25%0D%0AX')
  })
})

/** Reads a file of GITHUB_ENV as the runner documents it: `NAME<<DELIMITER`, lines, and the delimiter in a line of its own. */
function readGithub(text: string): Record<string, string> {
  const lines = text.split('\n')
  const read: Record<string, string> = {}
  while (lines.length > 1) {
    const [, name = '', delimiter = ''] = /^(\w+)<<(.+)$/.exec(lines.shift()!) ?? []
    const end = lines.indexOf(delimiter)
    read[name] = lines.splice(0, end).join('\n')
    lines.shift()
  }
  return read
}
