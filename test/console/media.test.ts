import { expect, test } from 'vitest'
import { askControl } from '../control-client.ts'
import { startTestServer } from '../server.ts'

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const page = Buffer.from('%PDF-1.7 with a script')

test('pictures that a phone sent are shown from where nothing can run, and other files are saved', async () => {
  await using server = await startTestServer()
  const media = [
    { contentType: 'image/png', base64: picture.toString('base64') },
    { contentType: 'application/pdf', base64: page.toString('base64') },
  ]
  const sent = await askControl(server, 'POST', '/phones/+15558675310/messages', { to: server.numbers[0], media })
  const path = `/phones/+15558675310/messages/${String(sent.json['id'])}/outcome?wait=10`
  const sid = String((await askControl(server, 'GET', path)).json['messageSid'])
  const told = (await askControl(server, 'GET', `/messages/${sid}`)).json['media'] as { sid: string }[]
  const fetched = (medium: string, of = sid) => fetch(`${server.url}/_trunkline/v1/messages/${of}/media/${medium}`)

  const [shown, saved] = await Promise.all(told.map((medium) => fetched(medium.sid)))
  const harmless = {
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  }
  expect(Object.fromEntries(shown!.headers)).toMatchObject({
    ...harmless,
    'content-type': 'image/png',
    'content-disposition': 'inline',
  })
  expect(Buffer.from(await shown!.arrayBuffer())).toEqual(picture)
  expect(Object.fromEntries(saved!.headers)).toMatchObject({
    ...harmless,
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="${told[1]!.sid}"`,
  })
  expect(Buffer.from(await saved!.arrayBuffer())).toEqual(page)
  expect((await fetched(`ME${'0'.repeat(32)}`)).status).toBe(404)
  expect((await fetched(told[0]!.sid, `SM${'0'.repeat(32)}`)).status).toBe(404)
})
