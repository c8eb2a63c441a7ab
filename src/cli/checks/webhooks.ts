import { reach } from '../control-client.ts'
import type { Credentials } from '../credentials.ts'
import { whyNotConnected } from './connect.ts'
import { type Finding, findingsOf } from './finding.ts'

const { ok, problem } = findingsOf('webhooks')

interface IncomingNumber {
  phone_number: string
  sms_url: string
  voice_url: string
}

const mostNumbers = 50
const patience = 10_000

/** Whether the applications of the first account's numbers listen. Each is connected to and asked nothing: an application may take any request for a message. */
export async function checkWebhooks(server: string, { accountSid, authToken }: Credentials): Promise<Finding[]> {
  const response = await reach(
    server,
    `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json?PageSize=${mostNumbers}`,
    {
      headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
      signal: AbortSignal.timeout(patience),
    },
  )
  if (!response.ok) return [problem(`The numbers cannot be listed: ${response.status}.`, 'the log of the server')]
  const { incoming_phone_numbers: numbers } = (await response.json()) as { incoming_phone_numbers: IncomingNumber[] }
  const places = Map.groupBy(numbers.flatMap(placesOf), ({ place }) => place)
  if (places.size === 0) return [ok('No number has an SmsUrl or a VoiceUrl: nobody answers what comes in.')]
  return Promise.all(
    [...places].map(async ([place, uses]) => {
      const of = [...new Set(uses.map(({ use }) => use))].join(', ')
      const why = await whyNotReached(place)
      return why === null
        ? ok(`${place} listens (${of}).`)
        : problem(
            `${place} cannot be reached: ${why} (${of}).`,
            'to start the application, or another address for the number',
          )
    }),
  )
}

const placesOf = ({ phone_number: number, sms_url: sms, voice_url: voice }: IncomingNumber) =>
  [
    { url: sms, use: `SmsUrl of ${number}` },
    { url: voice, use: `VoiceUrl of ${number}` },
  ]
    .filter(({ url }) => URL.canParse(url))
    .map(({ url, use }) => ({ place: new URL(url).origin, use }))

function whyNotReached(origin: string): Promise<string | null> {
  const { protocol, hostname, port } = new URL(origin)
  const tls = protocol === 'https:'
  return whyNotConnected({ host: hostname, port: Number(port || (tls ? 443 : 80)), tls })
}
