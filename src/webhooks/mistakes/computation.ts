import { createHmac } from 'node:crypto'
import { type Parameters, textOfForm } from '../signature.ts'

/** How a signature is computed: rightly by us, perhaps otherwise by who checks it. */
export interface Computation {
  url: string
  /** In the order in which they were sent. */
  parameters: Parameters
  /** Whether they are signed in the order of their names, each distinct value once. */
  sorted: boolean
  secret: string
  digest: 'sha1' | 'sha256'
  encoding: 'base64' | 'hex'
}

/** The way that is documented. `url` is without its fragment, `parameters` are those of a form. */
export const rightly = (secret: string, url: string, parameters: Parameters): Computation => ({
  url,
  parameters,
  sorted: true,
  secret,
  digest: 'sha1',
  encoding: 'base64',
})

/** The exact text that is signed. */
export const signedText = ({ url, parameters, sorted }: Computation): string =>
  url + (sorted ? textOfForm(parameters) : parameters.flat().join(''))

export const signatureOf = (computation: Computation): string =>
  createHmac(computation.digest, computation.secret)
    .update(signedText(computation), 'utf8')
    .digest(computation.encoding)
