'use strict'
// Sends a message with the second major of the SDK, which answers by a callback.
const sdk = require('twilio2')
const client = sdk(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN)
client.sendMessage(
  { to: '+15558675310', from: process.env.TWILIO_PHONE_NUMBER, body: process.env.BODY },
  (error, message) => {
    if (error) {
      console.error(error)
      process.exitCode = 1
    } else console.log(message.sid)
  },
)
