import { randomInt } from 'node:crypto'
import express from 'express'
import twilio from 'twilio'

const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_PHONE_NUMBER } = process.env
const client = twilio(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN)

/** Who signs up, by number: the code that was sent, and what became of it. */
const people = new Map()

export const signUp = express.Router()

signUp.post('/', async (request, response) => {
  const { phone } = request.body
  const person = { code: String(randomInt(100_000, 1_000_000)), state: 'waiting', delivery: 'queued', tries: 0 }
  people.set(phone, person)
  try {
    await client.messages.create({
      from: TWILIO_PHONE_NUMBER,
      to: phone,
      body: `Your Acme code is ${person.code}. It is good for ten minutes.`,
      statusCallback: `${process.env.PUBLIC_URL}/twilio/status`,
    })
  } catch (error) {
    people.delete(phone)
    if (error.status >= 500 || error.status === 429)
      return response.status(503).json({ error: 'Try again in a moment.' })
    return response.status(422).json({ error: 'We cannot send texts to this number.' })
  }
  response.status(202).json({ state: person.state })
})

signUp.get('/:phone', (request, response) => {
  const person = people.get(request.params.phone)
  if (!person) return response.status(404).end()
  response.json({ state: person.state, delivery: person.delivery })
})

signUp.post('/:phone/code', (request, response) => {
  const person = people.get(request.params.phone)
  if (!person) return response.status(404).end()
  person.tries += 1
  if (person.tries > 3) return response.status(429).json({ error: 'Too many tries.' })
  if (request.body.code !== person.code) return response.status(403).json({ error: 'That is another code.' })
  person.state = 'signed up'
  response.json({ state: person.state })
})

/** Takes what became of the text with somebody's code. */
export function delivered(phone, status) {
  const person = people.get(phone)
  if (person) person.delivery = status
}

/** Forgets somebody, who asked for that. */
export const forget = (phone) => people.delete(phone)
