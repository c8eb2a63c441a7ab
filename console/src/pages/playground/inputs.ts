/** What can be tried, and the path it goes to below the account. */
export const deeds = { message: 'Messages', call: 'Calls', number: 'IncomingPhoneNumbers' } as const
export type Deed = keyof typeof deeds

export interface MagicInput {
  /** Names its words. */
  about: string
  parameters: Readonly<Record<string, string>>
  /** With the account's own credentials: what happens later cannot be rehearsed. */
  live?: boolean
}

const right = '+15005550006'
const anybody = '+15558675310'
const text = (To: string, From: string) => ({ To, From, Body: 'Hello' })
const ring = (To: string, From: string) => ({ To, From, Url: 'http://demo.twilio.com/docs/voice.xml' })

/** Every documented magic input of test credentials, and some of ours for live ones. */
export const inputs: Readonly<Record<Deed, readonly MagicInput[]>> = {
  message: [
    { about: 'ok', parameters: text(anybody, right) },
    { about: 'to 21211', parameters: text('+15005550001', right) },
    { about: 'to 21612', parameters: text('+15005550002', right) },
    { about: 'to 21408', parameters: text('+15005550003', right) },
    { about: 'to 21610', parameters: text('+15005550004', right) },
    { about: 'to 21614', parameters: text('+15005550009', right) },
    { about: 'from 21212', parameters: text(anybody, '+15005550001') },
    { about: 'from 21606', parameters: text(anybody, '+15005550007') },
    { about: 'from 21611', parameters: text(anybody, '+15005550008') },
    { about: 'later 30003', parameters: text('+15005530003', ''), live: true },
    { about: 'later 30007', parameters: text('+15005530007', ''), live: true },
  ],
  call: [
    { about: 'ok', parameters: ring(anybody, right) },
    { about: 'call 21217', parameters: ring('+15005550001', right) },
    { about: 'call 21214', parameters: ring('+15005550002', right) },
    { about: 'call 21215', parameters: ring('+15005550003', right) },
    { about: 'call 21216', parameters: ring('+15005550004', right) },
    { about: 'call 21212', parameters: ring(anybody, '+15005550001') },
    { about: 'call 21210', parameters: ring(anybody, '+15558675311') },
  ],
  number: [
    { about: 'ok', parameters: { PhoneNumber: right } },
    { about: 'number 21422', parameters: { PhoneNumber: '+15005550000' } },
    { about: 'number 21421', parameters: { PhoneNumber: '+15005550001' } },
    { about: 'number 21452', parameters: { AreaCode: '533' } },
  ],
}
