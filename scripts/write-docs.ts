import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cliReference } from './cli-reference.ts'
import { controlReference } from './control-reference.ts'
import { mistakeReference } from './mistake-reference.ts'
import { faultsReference } from './faults-reference.ts'
import { settingsReference } from './settings-reference.ts'

const folder = new URL('../docs/reference/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('settings.md', folder), settingsReference())
writeFileSync(new URL('cli.md', folder), cliReference())

const guide = new URL('../docs/guide/control.md', import.meta.url)
writeFileSync(guide, controlReference(readFileSync(guide, 'utf8')))

const signatures = new URL('../docs/guide/signatures.md', import.meta.url)
writeFileSync(signatures, mistakeReference(readFileSync(signatures, 'utf8')))
const faults = new URL('../docs/guide/faults.md', import.meta.url)
writeFileSync(faults, faultsReference(readFileSync(faults, 'utf8')))
