// Runs on whatever Node the host has (20 or newer), before anything is installed: only node: modules here.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../', import.meta.url))
export const modules = `${root}node_modules`

/** The Node that everything runs on: the one that `npm ci` brought, else this one when it is new enough. */
export function projectNode() {
  const installed = `${modules}/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`
  if (existsSync(installed)) return installed
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  throw new Error(`Node 24 is needed, this is ${process.versions.node}, and ${installed} is missing. Try: npm ci`)
}

/**
 * Ends this process as SIGTERM would when the shell that started it is gone: npm passes a signal on to its shell, and not
 * every shell passes it on to us.
 */
export function endWithShell() {
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 100)
  watch.unref()
}

/** Installs the dependencies when they are missing or not those of the lock file. */
export async function ensureInstalled() {
  if (isInstalled()) return
  console.error('Installing the dependencies (only when they changed) ...')
  // The npm that runs this script, on the Node that runs it: ours may be about to be replaced.
  const { npm_execpath: npm, npm_node_execpath: node } = process.env
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const code = npm && node ? await run(node, [npm, ...args]) : await run('npm', args)
  if (code !== 0) {
    console.error('The dependencies could not be installed. Try: npm ci')
    process.exit(1)
  }
}

/** Runs a command in the project's folder with our terminal; answers its exit code. Signals go on to it. */
export function run(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
    const pass = (signal) => child.kill(signal)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass)
    child.once('error', reject)
    child.once('close', (code, signal) => {
      for (const each of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(each, pass)
      resolve(code ?? (signal ? 1 : 0))
    })
  })
}

function isInstalled() {
  if (!existsSync(`${modules}/node/bin`)) return false
  const wanted = packagesOf(`${root}package-lock.json`)
  const found = packagesOf(`${modules}/.package-lock.json`)
  if (!wanted || !found) return false
  // What is optional is there on some machines only.
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    if (path && !optional && found[path]?.version !== version) return false
  }
  return Object.entries(found).every(([path, { version }]) => wanted[path]?.version === version)
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return null
  }
}
