import { settingNames } from '../src/config.ts'

/** The page of every setting, as `npm run docs` writes it to docs/reference/settings.md. */
export function settingsReference(): string {
  const rows = settingNames.map(({ name, variables, flag, default: value, words }) => {
    const differs = value.development !== value.production
    const presets = differs
      ? `\`start\`: ${shown(value.development)}, \`serve\`: ${shown(value.production)}`
      : shown(value.development)
    const names = variables.map((variable) => `\`${variable}\``).join(', ')
    return `| ${names} | ${flag ? `\`${flag}\`` : '—'} | \`${name}\` | ${presets} | ${words} |`
  })
  return `# Settings

Written by \`npm run docs\` from \`src/config/settings.ts\`. What is given first here wins: a flag, an environment variable, a key in
\`trunkline.config.ts\` (\`export default { port: 4010 }\`) or \`trunkline.config.json\` in the folder of the start, the default.
Times carry a unit: \`500ms\`, \`30s\`, \`10m\`, \`12h\`, \`30d\`. Tokens have no flag, because other users of a machine can read flags.

| Variable | Flag | Key | Default | What it does |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`
}

function shown(value: string | undefined): string {
  return value ? `\`${value}\`` : 'not set'
}
