'use strict'
// Sends a message with a major of the SDK: node-sdk.cjs twilio3
const sdk = require(process.argv[2])
const client = sdk(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN)
client.messages
  .create({ to: '+15558675310', from: process.env.TWILIO_PHONE_NUMBER, body: process.env.BODY })
  .then((message) => console.log(message.sid))
  .catch((error) => {
    console.error(error)
    process.exitCode = 1
  })
