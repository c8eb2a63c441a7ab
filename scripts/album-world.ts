import { readFileSync } from 'node:fs'
import { askJson } from '../test/api-client.ts'
import { askControl } from '../test/control-client.ts'
import { type Received, twiml } from '../test/receiver.ts'
import type { TestServer } from '../test/server.ts'
import type { AlbumWorld } from './album-scenes.ts'
import { askerOf, liveIn, setFaults, shop } from './lived-in.ts'

const card = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Acme\r\nEND:VCARD\r\n'
const picture = readFileSync(new URL('../docs/images/phones-small.png', import.meta.url)).toString('base64')

const menu = twiml(
  '<Gather numDigits="1" timeout="60"><Say>Welcome to Acme. For our opening hours, press 1. 日本語は 2 を押してください。</Say></Gather>',
)

/** The shop, and what else the album needs of an application. */
export function albumShop(received: Received) {
  const { pathname } = new URL(received.url)
  if (pathname === '/voice') return menu
  if (pathname === '/forbidden') return { status: 403, body: 'The signature is wrong.' }
  if (pathname === '/acme.vcf') return { status: 200, headers: { 'content-type': 'text/vcard' }, body: card }
  return shop(received)
}

/** What a person, an application or an attacker may write. */
const hostile = [
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '\u202Ereversed\u202C and \u2067isolated\u2069',
  'zero\u200Bwidth\u200D\uFEFF',
  'あ'.repeat(200),
  `${'long'.repeat(60)} https://example.com/${'a'.repeat(200)}?${'b'.repeat(80)}`,
  '😀'.repeat(800),
]

const [ringing, inCall, pictured, attacked] = ['+15558675320', '+15558675321', '+15558675322', '+15558675323']

/** Fills a server that just started with all that the album shows. */
export async function liveInAlbum(server: TestServer, application: string): Promise<AlbumWorld> {
  const world = await liveIn(server, application)
  const asked = askerOf(server)
  const pass = (by: string) => asked('POST', '/clock/advance', { by })
  const post = async (path: string, parameters: Record<string, string>) => {
    const { status, json } = await askJson(server, {
      method: 'POST',
      path,
      parameters: { From: world.own, ...parameters },
    })
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(json)}`)
    await pass('3s')
    return String(json.sid)
  }
  const send = (To: string, Body: string, more = {}) => post('/Messages.json', { To, Body, ...more })

  await asked('PUT', `/phones/${ringing}`, { name: 'Ring', answers: 'by-hand' })
  await asked('PUT', `/phones/${inCall}`, { name: 'Call' })
  await asked('PUT', `/phones/${pictured}`, { name: 'とても長い名前の電話・東京本社営業部第二課' })
  await asked('PUT', `/phones/${attacked}`, { name: '<b>Mallory</b> \u202Eyrollam' })
  await asked('PATCH', `/numbers/${world.own}`, { voiceUrl: `${application}/voice` })

  const withMedia = await send(pictured, 'Here is our card.', { MediaUrl: `${application}/acme.vcf` })
  const media = [
    { contentType: 'image/png', base64: picture },
    { contentType: 'application/pdf', base64: 'JVBERi0xLjc=' },
  ]
  await asked('POST', `/phones/${pictured}/messages`, { to: world.own, body: 'And this is what I see.', media })
  await pass('5s')
  for (const body of hostile) await send(attacked, body)
  const attack = await send(attacked, hostile[0] ?? '', { StatusCallback: `${application}/${'status/'.repeat(30)}` })
  await asked('POST', `/phones/${attacked}/messages`, { to: world.own, body: hostile[0] })
  await pass('5s')
  const failed = await send('+15558675399', 'Not for you.')
  const refused = await send(pictured, 'Signed.', { StatusCallback: `${application}/forbidden` })
  const { json } = await askControl(server, 'GET', `/webhooks?subject=${refused}&failed=true`)
  const [forbidden] = json.webhooks as { id: string }[]
  if (!forbidden) throw new Error('No request to the application was forbidden.')
  await post('/Calls.json', { To: ringing, Url: `${application}/voice` })
  await asked('POST', `/phones/${inCall}/calls`, { to: world.own })
  await pass('5s')
  await setFaults(server)
  return {
    ...world,
    withMedia,
    hostile: attack,
    failed,
    ringing,
    inCall,
    pictured,
    attacked,
    forbidden: forbidden.id,
  }
}
