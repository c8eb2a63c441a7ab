import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cliReference, commandsOf, helpOf, pathOf } from '../../scripts/cli-reference.ts'
import { program } from './main.ts'

const commands = commandsOf(program()).map((command) => [pathOf(command), command] as const)

describe.for(commands)('%s', ([path, command]) => {
  test('tells how it is used, with an example and what it ends with', () => {
    const help = helpOf(command)
    expect(help).toMatch(/Example:\n(?: {2}.*\n)+\nExit codes: .*0 done/)
    const [, example = ''] = /Example:\n {2}(.*)\n/.exec(help) ?? []
    expect(example).toContain(path)
    expect(command.description()).toMatch(/\.$/)
  })

  test('prints text or JSON', () => {
    const output = command.options.find(({ long }) => long === '--output')
    expect(output).toMatchObject({ argChoices: ['text', 'json'], defaultValue: 'text' })
  })

  test('says what each of its options is', () => {
    for (const { flags, description } of command.options)
      expect([flags, description]).toEqual([flags, expect.stringMatching(/\w/)])
  })
})

test('the reference is the one that `npm run docs` writes', () => {
  expect(commands.length).toBeGreaterThan(20)
  expect(readFileSync(new URL('../../docs/reference/cli.md', import.meta.url), 'utf8')).toBe(cliReference())
})
