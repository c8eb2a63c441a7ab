'use strict'
const twilio = require('twilio')

// An application as its people wrote it: its client is made from the environment, when it is loaded.
const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_PHONE_NUMBER } = process.env
const client = twilio(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN)

module.exports = {
  signUp: (phone) => client.messages.create({ to: phone, from: TWILIO_PHONE_NUMBER, body: 'Your code is 123456' }),
}
