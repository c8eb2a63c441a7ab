import twilio from 'twilio'

/** Answers texts. Each request must be signed, for the address under which it came: `request.url` is that of the server behind any proxy. */
export async function POST(request) {
  const { headers } = request
  const { pathname, search } = new URL(request.url)
  const protocol = headers.get('x-forwarded-proto') ?? 'http'
  const host = headers.get('x-forwarded-host') ?? headers.get('host')
  const form = Object.fromEntries(await request.formData())
  const isSigned = twilio.validateRequest(
    process.env.TWILIO_AUTH_TOKEN,
    headers.get('x-twilio-signature') ?? '',
    `${protocol}://${host}${pathname}${search}`,
    form,
  )
  if (!isSigned) return new Response('This request is not signed by Twilio.', { status: 403 })
  const answer = new twilio.twiml.MessagingResponse()
  answer.message(`You wrote “${form.Body}”. A person reads it soon.`)
  return new Response(answer.toString(), { headers: { 'content-type': 'text/xml' } })
}
