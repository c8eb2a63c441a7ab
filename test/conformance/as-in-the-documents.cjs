'use strict'
// Loaded before a sample, which stays as it is: `twilio` is the major that the sample was written for, and what is sent to
// api.twilio.com ends where the test listens. Certificates are checked as ever.
const Module = require('node:module')
const { Socket } = require('node:net')

const { SAMPLE_SDK, SAMPLE_PORT } = process.env

const resolve = Module._resolveFilename
Module._resolveFilename = function (request, ...rest) {
  return resolve.call(this, request === 'twilio' ? SAMPLE_SDK : request, ...rest)
}

const { connect } = Socket.prototype
Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args
  if (options !== null && typeof options === 'object' && options.host === 'api.twilio.com') {
    Object.assign(options, { host: '127.0.0.1', port: Number(SAMPLE_PORT) })
  }
  return connect.apply(this, args)
}
