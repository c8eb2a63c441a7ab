import twilio from 'twilio'
import { shop } from './shop.js'

const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_PHONE_NUMBER, TWILIO_API = 'http://127.0.0.1:4010' } = process.env
if (!TWILIO_ACCOUNT_SID || !TWILIO_AUTH_TOKEN || !TWILIO_PHONE_NUMBER) {
  console.error('Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_PHONE_NUMBER to what `npm start` printed.')
  process.exit(1)
}

const server = shop(TWILIO_AUTH_TOKEN).listen(Number(process.env.PORT ?? 3000), '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}`
  const client = twilio(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN)
  client.api.baseUrl = TWILIO_API
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: TWILIO_PHONE_NUMBER, limit: 1 })
  if (!number) throw new Error(`${TWILIO_PHONE_NUMBER} is no number of this account.`)
  await client.incomingPhoneNumbers(number.sid).update({ smsUrl: `${url}/sms`, voiceUrl: `${url}/voice` })
  console.log(`The shop answers ${TWILIO_PHONE_NUMBER} at ${url}`)
})
