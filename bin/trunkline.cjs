#!/usr/bin/env node
'use strict'
// Read by any Node, however old, so that it can look for a newer one, or say which one is needed: old syntax only.
var path = require('path')
var finder = require('./find-node.cjs')
var running = process.versions.node
var words = process.argv.slice(2)

if (Number(running.split('.')[0]) >= finder.wanted) {
  require('node:module').enableCompileCache()
  void import('../dist/program/main.js').then(function (cli) {
    return cli.runCommand(words)
  })
} else {
  var found = finder.findNode({ named: process.env.TRUNKLINE_NODE, near: [process.cwd(), path.join(__dirname, '..')] })
  if (found.path) runOn(found.path)
  else {
    console.error(
      'Trunkline needs Node ' +
        finder.wanted +
        ' or newer, and ' +
        (found.problem ? 'TRUNKLINE_NODE=' + found.problem : 'this is Node ' + running) +
        '. Try: npm install -D node@' +
        finder.wanted +
        ', or npx node@' +
        finder.wanted +
        ' ' +
        process.argv[1],
    )
    process.exitCode = 1
  }
}

/** Runs the same command on another Node: signals go on to it, and its end is ours. */
function runOn(node) {
  var child = require('child_process').spawn(node, [__filename].concat(words), { stdio: 'inherit' })
  var signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  signals.forEach(function (signal) {
    process.on(signal, function () {
      child.kill(signal)
    })
  })
  child.once('error', function (error) {
    console.error('trunkline: ' + node + ' cannot be run: ' + error.message)
    process.exitCode = 1
  })
  child.once('exit', function (code, signal) {
    if (signal === null) process.exit(code)
    signals.forEach(function (each) {
      process.removeAllListeners(each)
    })
    process.kill(process.pid, signal)
  })
}
