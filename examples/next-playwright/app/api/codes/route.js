import twilio from 'twilio'
import { newCode } from '../../../lib/codes'

export async function POST(request) {
  const { phone } = await request.json()
  const client = twilio(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN)
  try {
    await client.messages.create({
      to: phone,
      from: process.env.TWILIO_PHONE_NUMBER,
      body: `Your Acme code is ${newCode(phone)}.`,
    })
  } catch (error) {
    if (error.status !== 400) throw error
    return Response.json({ error: 'We cannot send texts to this number.' }, { status: 422 })
  }
  return Response.json({}, { status: 202 })
}
