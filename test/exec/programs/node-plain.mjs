// Sends a message without an SDK: node-plain.mjs fetch|https|own-agent|tls
import https from 'node:https'
import tls from 'node:tls'

const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token, TWILIO_PHONE_NUMBER: from, BODY } = process.env
const url = `https://api.twilio.com/2010-04-01/Accounts/${sid}/Messages.json`
const authorization = `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`
const body = new URLSearchParams({ To: '+15558675310', From: from, Body: BODY }).toString()
const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length }

const viaHttps = (options) =>
  new Promise((resolve, reject) => {
    const request = https.request(url, { method: 'POST', headers, ...options }, (answer) => {
      let text = ''
      answer.on('data', (more) => (text += more)).on('end', () => resolve(JSON.parse(text)))
    })
    request.on('error', reject).end(body)
  })

const ways = {
  fetch: async () => {
    const { 'content-length': _length, ...rest } = headers
    return (await fetch(url, { method: 'POST', headers: rest, body })).json()
  },
  https: () => viaHttps({}),
  'own-agent': () => viaHttps({ agent: new https.Agent({ keepAlive: true, maxSockets: 1 }) }),
  tls: () =>
    new Promise((resolve, reject) => {
      const socket = tls.connect(443, 'api.twilio.com')
      let text = ''
      socket.on('error', reject).on('data', (more) => (text += more))
      socket.on('end', () => resolve(JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1))))
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
      socket.write(
        `POST ${new URL(url).pathname} HTTP/1.1\r\nhost: api.twilio.com\r\nconnection: close\r\n${lines.join('')}\r\n${body}`,
      )
    }),
}
const message = await ways[process.argv[2]]()
if (!message.sid) throw new Error(JSON.stringify(message))
console.log(message.sid)
process.exit()
