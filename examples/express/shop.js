import express from 'express'
import twilio from 'twilio'

const { MessagingResponse, VoiceResponse } = twilio.twiml

/** A shop that answers texts and calls. Each request must be signed with the auth token of its account, or is answered with 403. */
export function shop(authToken) {
  const app = express()
  app.use(express.urlencoded({ extended: false }))
  app.use(twilio.webhook(authToken))

  app.post('/sms', (request, response) => {
    const answer = new MessagingResponse()
    const { Body = '', NumMedia = '0', MediaContentType0 } = request.body
    if (Number(NumMedia) > 0) answer.message(`A fine ${MediaContentType0}, thank you.`)
    else if (/^hours$/i.test(Body.trim())) answer.redirect('/sms/hours')
    else if (/^(hi|hello)\b/i.test(Body))
      answer.message('Hello! Send HOURS for our opening hours, or a picture of what you look for.')
    else answer.message(`We do not know “${Body}”. Try HOURS.`)
    response.type('text/xml').send(answer.toString())
  })

  app.post('/sms/hours', (_request, response) => {
    const answer = new MessagingResponse()
    answer.message('We are open from 9 to 5.')
    response.type('text/xml').send(answer.toString())
  })

  app.post('/voice', (_request, response) => {
    const answer = new VoiceResponse()
    const menu = answer.gather({ numDigits: 1, timeout: 5, action: '/voice/menu' })
    menu.say('Press 1 for our opening hours as a text. Press 2 to leave a message.')
    answer.say('We heard nothing. Goodbye.')
    response.type('text/xml').send(answer.toString())
  })

  app.post('/voice/menu', (request, response) => {
    const answer = new VoiceResponse()
    switch (request.body.Digits) {
      case '1':
        answer.say('They are on their way.')
        answer.sms('We are open from 9 to 5.')
        break
      case '2':
        answer.say('Speak after the tone.')
        answer.record({ maxLength: 30, action: '/voice/thanks' })
        break
      default:
        answer.say('There is no such choice.')
        answer.redirect('/voice')
    }
    response.type('text/xml').send(answer.toString())
  })

  app.post('/voice/thanks', (_request, response) => {
    const answer = new VoiceResponse()
    answer.say('Thank you. Goodbye.')
    answer.hangup()
    response.type('text/xml').send(answer.toString())
  })
  return app
}
