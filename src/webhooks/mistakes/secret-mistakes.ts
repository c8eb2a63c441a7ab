import type { Computation } from './computation.ts'
import type { Mistake, OtherSecret } from './mistake.ts'

/** What else than the auth token applications sign with, and how else. */
export const secretMistakes: readonly Mistake[] = [
  {
    id: 'test-token',
    words: 'The application computes with the auth token of the test credentials.',
    fix: 'Webhooks are signed with the live auth token of the account that the number or message belongs to: set TWILIO_AUTH_TOKEN to that.',
    made: withSecret('test-token'),
  },
  {
    id: 'parent-token',
    words: 'The application computes with the auth token of the parent account.',
    fix: 'What belongs to a subaccount is signed with the token of the subaccount: look at AccountSid of the request, and take the token of that.',
    made: withSecret('parent-token'),
  },
  {
    id: 'other-account-token',
    words: 'The application computes with the auth token of another account of this server.',
    fix: 'Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN to the account whose number was written to or called: AccountSid of the request tells which.',
    made: withSecret('other-account-token'),
  },
  {
    id: 'api-key-secret',
    words: 'The application computes with the secret of an API key.',
    fix: 'API keys sign nothing: give the validator the auth token of the account, beside the key that the client uses.',
    made: withSecret('api-key-secret'),
  },
  {
    id: 'account-sid-for-token',
    words: 'The application computes with the SID of the account in place of its auth token.',
    fix: 'The first argument of the validator is the auth token.',
    made: (of, { accountSid }) => (accountSid === null ? [] : keyed(of, [accountSid])),
  },
  {
    id: 'empty-token',
    words: 'The application computes with an empty auth token: its setting is not there.',
    fix: 'Set TWILIO_AUTH_TOKEN where the application runs, and let it refuse to start without.',
    made: (of) => keyed(of, ['', 'undefined', 'null', 'None']),
  },
  {
    id: 'token-with-marks',
    words: 'The application computes with quotes, spaces or a line end around the auth token.',
    fix: 'Take them off where the token is read: a file or a secret may end with a line end, and `docker run --env-file` keeps quotes.',
    made: (of) =>
      keyed(of, [
        `${of.secret}\n`,
        `"${of.secret}"`,
        `'${of.secret}'`,
        `${of.secret} `,
        ` ${of.secret}`,
        `${of.secret}\r\n`,
        `${of.secret}\r`,
      ]),
  },
  {
    id: 'other-secret',
    words: 'The application computes with what was given as its secret, which is not the auth token of this account.',
    fix: 'Set TWILIO_AUTH_TOKEN to the token of the account: `GET /2010-04-01/Accounts/{AccountSid}.json` shows it. It may have been renewed since.',
    made: withSecret('other-secret'),
  },
  {
    id: 'signature-in-hex',
    words: 'The application writes the signature in hexadecimal, and it is sent in base64.',
    fix: 'Encode the digest as base64: .digest("base64"), base64.b64encode(mac.digest()), base64_encode(hash_hmac("sha1", $text, $token, true)).',
    made: (of) => [{ ...of, encoding: 'hex' }],
  },
  {
    id: 'signature-of-sha-256',
    words: 'The application computes HMAC-SHA256, and the signature is HMAC-SHA1.',
    fix: 'Use SHA-1 for X-Twilio-Signature; SHA-256 is for bodySHA256 only.',
    made: (of) => [
      { ...of, digest: 'sha256' },
      { ...of, digest: 'sha256', encoding: 'hex' },
    ],
  },
]

function withSecret(kind: OtherSecret['kind']): Mistake['made'] {
  return (of, { secrets }) =>
    keyed(
      of,
      secrets.flatMap((secret) => (secret.kind === kind ? [secret.text] : [])),
    )
}

const keyed = (of: Computation, secrets: readonly string[]): Computation[] =>
  secrets.filter((secret) => secret !== of.secret).map((secret) => ({ ...of, secret }))
