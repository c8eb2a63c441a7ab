import type { World } from './error-case.ts'

type Told = readonly [code: number, message: string | ((world: World) => string)]

const fromInvalid =
  (from?: string): Told[1] =>
  ({ own }) =>
    `Invalid From Number (caller ID): ${from ?? own}`
const toInvalid = (to: string): Told => [21211, `Invalid 'To' Phone Number: ${to}`]
const toShort = (to: string): Told => [21265, `'To' number cannot be a Short Code: ${to}`]
const notOwned = (from: string): Told => [
  21659,
  `'From' ${from} is not a Twilio phone number or Short Code country mismatch`,
]
const unreachable = (from: string): Told => [
  21612,
  `Message cannot be sent with the current combination of 'To' (+1415555XXXX) and/or 'From' (${from}) parameters`,
]
const mediaInvalid: Told = [21620, 'Invalid media URL(s)']
const premium: Told = [21268, 'Sending to Premium rate or Information Service numbers is not allowed']

/** What the table of errors says otherwise in the current era, by its rows. All else is the same in both. */
export const currentEra: Readonly<Record<string, Told>> = {
  'no To': [21604, "The destination 'To' phone number is required to send an SMS"],
  'neither From nor a service': [21603, "A 'From' or 'MessagingServiceSid' parameter is required"],
  'no body, no media': [21619, 'A text message body or media urls must be specified.'],
  'media that no web server has': mediaInvalid,
  'media that is nowhere': mediaInvalid,
  'several media that are nowhere': mediaInvalid,
  'To is no number': toInvalid('XXXX'),
  'To is words': toInvalid('my moXXXX'),
  'To with a prefix, sent by a service': toInvalid('tel:+1415555XXXX'),
  'To and From both wrong: To is named': toInvalid('XXXX'),
  'To is a short code': toShort('1XXXX'),
  'To spells a short code': toShort('FXXXX'),
  'To has too few digits for its country': toShort('+141XXXX'),
  'To is From': [21266, "'To' and 'From' number cannot be the same"],
  'To can only be a landline': [21635, "'To' number cannot be a landline"],
  'To is a premium number': premium,
  'To is the directory': premium,
  'To with a prefix that is no channel': [21212, fromInvalid()],
  'To with a colon in the midst': [21212, fromInvalid()],
  'From is neither number, short code nor letters': [21212, fromInvalid('!!')],
  'From is too many letters': [21212, fromInvalid('ABCDEFGHIJKL')],
  'From is nobody’s': notOwned('+15005550100'),
  'From is short, but digits': notOwned('+123'),
  'From is a short code of nobody': notOwned('12345'),
  'From is another account’s': [
    21660,
    ({ foreign, server }) => `Mismatch between the 'From' number ${foreign} and the account ${server.account.sid}`,
  ],
  'letters as From, to a country that refuses them': unreachable('Trunkline'),
  'letters as From, with media': unreachable('Trunkline'),
}
