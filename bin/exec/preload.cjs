'use strict'
// Loaded by each Node that `trunkline exec` starts, however old: old syntax only. Connections to hosts of the service are made to the proxy
// instead, whatever library makes them and whether or not it knows of proxies; the proxy tells by the first bytes what is spoken. With --offline
// no connection is made to other machines.
var net = require('net')

var proxy = /^http:\/\/([^:/]+):(\d+)/.exec(process.env.TRUNKLINE_PROXY || '')
var offline = process.env.TRUNKLINE_OFFLINE === '1'
var connect = net.Socket.prototype.connect

function isTwilio(host) {
  return typeof host === 'string' && /(^|\.)twilio\.com\.?$/i.test(host)
}

function isNear(host) {
  if (typeof host !== 'string' || host === '') return true
  return /^((.*\.)?localhost|127\.\d+\.\d+\.\d+|::1)$/i.test(host) || host === serverHost()
}

function serverHost() {
  var found = /^https?:\/\/(?:\[([^\]]*)\]|([^:/]*))/.exec(process.env.TRUNKLINE_URL || '')
  return found ? found[1] || found[2] : null
}

function refuse(socket, host) {
  process.nextTick(function () {
    socket.destroy(new Error(host + ' is not reached: trunkline exec runs this program with --offline'))
  })
  return socket
}

/** What a socket is told, in the three forms that there are: options (Node itself puts them into a list), a port and a host, a path. */
function optionsOf(words) {
  var first = Array.isArray(words[0]) ? words[0][0] : words[0]
  if (first !== null && typeof first === 'object') return first
  return { port: first, host: typeof words[1] === 'string' ? words[1] : undefined }
}

function callbackOf(words) {
  var all = Array.isArray(words[0]) ? words[0] : words
  return Array.prototype.find.call(all, function (word) {
    return typeof word === 'function'
  })
}

if (proxy) {
  net.Socket.prototype.connect = function () {
    var options = optionsOf(arguments)
    if (options.path) return connect.apply(this, arguments)
    if (!isTwilio(options.host))
      return offline && !isNear(options.host) ? refuse(this, options.host) : connect.apply(this, arguments)
    var instead = Object.assign({}, options, { host: proxy[1], port: Number(proxy[2]) })
    ;['family', 'hints', 'lookup', 'localAddress', 'localPort', 'autoSelectFamily'].forEach(function (name) {
      delete instead[name]
    })
    var socket = connect.call(this, instead, callbackOf(arguments))
    // By this name a certificate is checked where TLS begins later and names no other.
    socket._host = options.host
    return socket
  }
}
