import express from 'express'
import { replies } from './replies.js'
import { signUp } from './sign-up.js'

export const app = express()
app.use(express.json())
app.use('/signup', signUp)
app.use('/twilio', replies)
