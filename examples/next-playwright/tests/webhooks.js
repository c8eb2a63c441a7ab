import twilio from 'twilio'

/** Tells the server where the application answers texts, as it is told when it is deployed. */
export default async function setUp({ projects: [{ use }] }) {
  const client = twilio(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN)
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: process.env.TWILIO_PHONE_NUMBER, limit: 1 })
  await client.incomingPhoneNumbers(number.sid).update({ smsUrl: `${use.baseURL}/api/sms` })
}
