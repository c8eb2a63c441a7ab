import express from 'express'
import twilio from 'twilio'
import { delivered, forget } from './sign-up.js'

/** What Twilio asks: each request must be signed. */
export const replies = express.Router()
replies.use(express.urlencoded({ extended: false }))
replies.use(twilio.webhook())

replies.post('/status', (request, response) => {
  delivered(request.body.To, request.body.MessageStatus)
  response.status(204).end()
})

replies.post('/sms', (request, response) => {
  const answer = new twilio.twiml.MessagingResponse()
  const { Body, From } = request.body
  if (/^forget me$/i.test(Body.trim())) {
    answer.message(forget(From) ? 'We forgot you.' : 'We do not know you.')
  } else if (/^hours$/i.test(Body.trim())) {
    answer.message('We are open from 9 to 5.')
  } else {
    answer.message('Write HOURS for our opening hours, or FORGET ME.')
  }
  response.type('text/xml').send(answer.toString())
})
