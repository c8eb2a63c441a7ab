import type { Command, Option } from 'commander'

/** What may follow at one place of the command line. */
interface Place {
  /** The words that lead there, without the name of the program. */
  path: string
  commands: readonly { name: string; words: string }[]
  options: readonly { flags: readonly string[]; words: string; takesValue: boolean; choices: readonly string[] }[]
  /** What the arguments may be, where that is known. */
  choices: readonly string[]
}

/** The script that completes the commands of a program in a shell. */
export function completionScript(shell: 'bash' | 'zsh' | 'fish', program: Command): string {
  const places = placesOf(program, '')
  return { bash, zsh, fish }[shell](places)
}

function placesOf(command: Command, path: string): Place[] {
  const help = command.createHelp()
  const visible = help.visibleCommands(command)
  const options = help.visibleOptions(command)
  // What the program does without a command takes its options there, too.
  const usual = path === '' ? command.commands.find((one) => one.name() === 'start') : undefined
  const more = usual ? help.visibleOptions(usual).filter(({ long }) => options.every((one) => one.long !== long)) : []
  const here: Place = {
    path,
    commands: visible.map((one) => ({ name: one.name(), words: help.subcommandDescription(one) })),
    options: [...options, ...more].map(optionOf),
    choices: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  }
  const below = visible.filter((one) => one.name() !== 'help')
  return [here, ...below.flatMap((one) => placesOf(one, path === '' ? one.name() : `${path} ${one.name()}`))]
}

const optionOf = ({ long, short, description, required, argChoices }: Option) => ({
  flags: [long, short].filter((flag) => flag !== undefined && flag !== null),
  words: description,
  // One whose value may be left out is completed as if it were.
  takesValue: required,
  choices: argChoices ?? [],
})

/** The cases, in all three shells, of a word that leads on to another place, and of an option that takes the word behind it. */
const ways = (places: readonly Place[]): { from: string; to: string }[] =>
  places.flatMap(({ path, commands }) =>
    commands
      .filter(({ name }) => name !== 'help')
      .map(({ name }) => ({ from: `${path} ${name}`, to: path === '' ? name : `${path} ${name}` })),
  )
const takers = (places: readonly Place[]): { path: string; flag: string; choices: readonly string[] }[] =>
  places.flatMap(({ path, options }) =>
    options.flatMap(({ flags, takesValue, choices }) =>
      takesValue ? flags.map((flag) => ({ path, flag, choices })) : [],
    ),
  )

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`
const list = (words: readonly string[]) => words.map(quoted).join(' ')

/** Sets `place` to where the command line has led, and `taker` to an option that waits for its value; `words` are those before the cursor. */
const walk = (places: readonly Place[]) => `  local place='' taker='' word
  for word in "\${before[@]}"; do
    # "--option=value" comes in three words in bash.
    if [[ $word == '=' ]]; then continue; fi
    if [[ -n $taker ]]; then taker=''; continue; fi
    case "$place $word" in
${ways(places)
  .map(({ from, to }) => `      ${quoted(from)}) place=${quoted(to)} ;;`)
  .join('\n')}
${takers(places)
  .map(({ path, flag }) => `      ${quoted(`${path} ${flag}`)}) taker=$word ;;`)
  .join('\n')}
    esac
  done`

const valueCases = (places: readonly Place[], name: string) =>
  takers(places)
    .filter(({ choices }) => choices.length > 0)
    .map(({ path, flag, choices }) => `      ${quoted(`${path} ${flag}`)}) ${name}=(${list(choices)}) ;;`)
    .join('\n')

const bash = (places: readonly Place[]): string => `# Completes trunkline in bash: trunkline completion bash
_trunkline() {
  local current=\${COMP_WORDS[COMP_CWORD]}
  local -a before=("\${COMP_WORDS[@]:1:COMP_CWORD-1}") names=() options=() values=()
  if [[ $current == '=' ]]; then current=''; fi
${walk(places)}
  if [[ -n $taker ]]; then
    case "$place $taker" in
${valueCases(places, 'values')}
    esac
  else
    case "$place" in
${places
  .map(
    ({ path, commands, options, choices }) =>
      `      ${quoted(path)}) names=(${list([...commands.map(({ name }) => name), ...choices])}); options=(${list(options.flatMap(({ flags }) => flags))}) ;;`,
  )
  .join('\n')}
    esac
    if [[ $current == -* ]]; then values=("\${options[@]}"); else values=("\${names[@]}"); fi
  fi
  local value
  COMPREPLY=()
  for value in "\${values[@]}"; do
    if [[ $value == "$current"* ]]; then COMPREPLY+=("$value"); fi
  done
}
complete -o default -F _trunkline trunkline
`

const described = (entries: readonly (readonly [string, string])[]) =>
  list(entries.map(([name, words]) => `${name.replaceAll(':', String.raw`\:`)}:${words}`))

const zsh = (places: readonly Place[]): string => `#compdef trunkline
# Completes trunkline in zsh: trunkline completion zsh
_trunkline() {
  local -a before names options values
  before=("\${(@)words[2,CURRENT-1]}")
${walk(places)}
  if [[ -n $taker ]]; then
    case "$place $taker" in
${valueCases(places, 'values')}
    esac
    if (( \${#values} )); then compadd -- "\${values[@]}"; else _files; fi
    return
  fi
  case "$place" in
${places
  .map(
    ({ path, commands, options, choices }) => `    ${quoted(path)})
      names=(${described([...commands.map(({ name, words }) => [name, words] as const), ...choices.map((choice) => [choice, ''] as const)])})
      options=(${described(options.flatMap(({ flags, words }) => flags.map((flag) => [flag, words] as const)))}) ;;`,
  )
  .join('\n')}
  esac
  if [[ $PREFIX == -* ]]; then
    _describe -o option options
  elif (( \${#names} )); then
    _describe command names
  else
    _files
  fi
}
if [[ \${funcstack[1]} == _trunkline ]]; then _trunkline "$@"; else compdef _trunkline trunkline; fi
`

/** Within single quotes of fish a backslash escapes itself and the quote. */
const fishQuoted = (text: string) => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`

const fish = (places: readonly Place[]): string => `# Completes trunkline in fish: trunkline completion fish
function __trunkline_at --description 'Whether the command line has led to this place'
    set -l place
    set -l taker 0
    for word in (commandline -opc)[2..-1]
        if test $taker = 1
            set taker 0
            continue
        end
        switch "$place $word"
${ways(places)
  .map(({ from, to }) => `            case ${fishQuoted(from)}\n                set place ${fishQuoted(to)}`)
  .join('\n')}
            case ${takers(places)
              .map(({ path, flag }) => fishQuoted(`${path} ${flag}`))
              .join(' ')}
                set taker 1
        end
    end
    test "$place" = "$argv[1]"
end
complete -c trunkline -f
${places.flatMap(fishLines).join('\n')}
`

function fishLines({ path, commands, options, choices }: Place): string[] {
  const at = `complete -c trunkline -n ${fishQuoted(`__trunkline_at ${fishQuoted(path)}`)}`
  return [
    ...commands.map(({ name, words }) => `${at} -a ${fishQuoted(name)} -d ${fishQuoted(words)}`),
    ...choices.map((choice) => `${at} -a ${fishQuoted(choice)}`),
    ...options.map(({ flags, words, takesValue, choices: values }) => {
      const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
      const value = values.length > 0 ? ` -x -a ${fishQuoted(values.join(' '))}` : takesValue ? ' -r -F' : ''
      return `${at} ${names.join(' ')}${value} -d ${fishQuoted(words)}`
    }),
  ]
}
