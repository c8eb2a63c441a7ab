'use strict'
// Read by any Node, however old: old syntax only.
var fs = require('fs')
var path = require('path')
var childProcess = require('child_process')

/** The oldest Node that Trunkline runs on. */
var wanted = 24

/**
 * Finds a Node to run Trunkline on: the one that is named, else this one, else the npm package `node` near one of these folders.
 * Answers { path }, or { problem } when the one that is named does not do, or { } when there is none.
 */
function findNode(options) {
  if (options.named) {
    var version = versionOf(options.named)
    if (version === null) return { problem: options.named + ' cannot be run' }
    if (major(version) < wanted) return { problem: options.named + ' is Node ' + version }
    return { path: options.named }
  }
  // What runs scripts for Node is not always Node: Bun and Deno tell a version of it, too.
  if (major(process.versions.node) >= wanted && !process.versions.bun && !process.versions.deno)
    return { path: process.execPath }
  for (var i = 0; i < options.near.length; i++) {
    var found = packageNear(options.near[i])
    if (found) return { path: found }
  }
  return {}
}

function packageNear(folder) {
  for (var at = path.resolve(folder), above = ''; at !== above; above = at, at = path.dirname(at)) {
    var home = path.join(at, 'node_modules', 'node')
    var program = path.join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    if (fs.existsSync(program) && major(packageVersion(home)) >= wanted) return program
  }
  return null
}

function packageVersion(home) {
  try {
    return JSON.parse(fs.readFileSync(path.join(home, 'package.json'), 'utf8')).version
  } catch {
    return '0'
  }
}

function versionOf(program) {
  var ran = childProcess.spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 10000 })
  var match = /^v(\d+\.\d+\.\d+)/.exec(ran.stdout || '')
  return match ? match[1] : null
}

function major(version) {
  return Number(version.split('.')[0])
}

module.exports = { findNode: findNode, wanted: wanted }
