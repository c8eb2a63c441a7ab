#!/usr/bin/env node
'use strict'
// Read by any Node, however old, so that it can say which one is needed: old syntax only.
var wanted = 24
var found = process.versions.node

if (Number(found.split('.')[0]) < wanted) {
  console.error(
    'Trunkline needs Node ' +
      wanted +
      ' or newer, and this is Node ' +
      found +
      '. Try: npx node@' +
      wanted +
      ' ' +
      process.argv[1],
  )
  process.exitCode = 1
} else {
  require('node:module').enableCompileCache()
  void import('../dist/program/main.js').then(function (cli) {
    return cli.runCommand(process.argv.slice(2))
  })
}
