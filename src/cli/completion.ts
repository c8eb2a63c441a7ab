import { Argument, type Command } from 'commander'
import { type OutputOptions, declareCommand } from './declare-command.ts'
import type { Print } from './server-command.ts'

/** `trunkline completion`: what makes a shell complete commands, options and their choices. */
export function addCompletionCommand(program: Command, print: Print): void {
  declareCommand(program, 'completion', {
    description:
      'Print what makes a shell complete commands: `source <(trunkline completion bash)` in ~/.bashrc, the same with zsh in ~/.zshrc behind compinit, `trunkline completion fish | source` in ~/.config/fish/config.fish.',
    example: 'trunkline completion bash > ~/.local/share/bash-completion/completions/trunkline',
  })
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: 'bash' | 'zsh' | 'fish', { output }: OutputOptions) => {
      const { completionScript } = await import('./completion-script.ts')
      const script = completionScript(shell, program)
      print(output === 'json' ? JSON.stringify({ shell, script }) : script.trimEnd())
    })
}
