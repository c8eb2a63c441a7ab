import { once } from 'node:events'
import { createServer } from 'node:http'

// An application that answers texts, and says at its start where it is: by the REST API alone, so that it needs no packages.
const {
  TWILIO_ACCOUNT_SID,
  TWILIO_AUTH_TOKEN,
  TWILIO_API = 'https://api.twilio.com',
  APP_URL,
  PORT = '3000',
} = process.env

const server = createServer((request, response) => {
  if (request.method !== 'POST') return response.end('ok\n')
  let body = ''
  request.on('data', (chunk) => (body = (body + chunk).slice(0, 10_000)))
  request.on('end', () => {
    const text = new URLSearchParams(body).get('Body') ?? ''
    const heard = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    response.setHeader('Content-Type', 'text/xml')
    response.end(`<Response><Message>You said ${heard}</Message></Response>`)
  })
})

await once(server.listen(Number(PORT)), 'listening')
const numbers = `/2010-04-01/Accounts/${TWILIO_ACCOUNT_SID}/IncomingPhoneNumbers`
const { incoming_phone_numbers: all } = await ask(`${numbers}.json`)
const url = APP_URL ?? `http://127.0.0.1:${server.address().port}`
for (const { sid } of all) await ask(`${numbers}/${sid}.json`, new URLSearchParams({ SmsUrl: `${url}/sms` }))
console.log(`Texts to ${all.map((number) => number.phone_number).join(' and ')} are answered.`)

async function ask(path, form) {
  const basic = Buffer.from(`${TWILIO_ACCOUNT_SID}:${TWILIO_AUTH_TOKEN}`).toString('base64')
  const answer = await fetch(TWILIO_API + path, {
    headers: { authorization: `Basic ${basic}` },
    ...(form && { method: 'POST', body: form }),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}
