import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Answer } from './headers.ts'

const cipher = 'aes-256-gcm'
const ivLength = 12
const tagLength = 16

/** Makes a key of what only the client knows: the database alone tells nothing of what is sealed with it. */
export const sealingKey = (idempotencyKey: string, form: string): Buffer =>
  createHmac('sha256', idempotencyKey).update(`answer ${form}`).digest()

/** Writes an answer so that it can be kept: what it says may have to be forgotten elsewhere meanwhile. */
export function sealAnswer({ status, contentType, body, headers }: Answer, key: Buffer): string {
  const iv = randomBytes(ivLength)
  const sealing = createCipheriv(cipher, key, iv, { authTagLength: tagLength })
  const text = JSON.stringify({ status, contentType, body: Buffer.from(body).toString(), headers })
  const sealed = [sealing.update(text), sealing.final()]
  return Buffer.concat([iv, sealing.getAuthTag(), ...sealed]).toString('base64')
}

export function openAnswer(sealed: string, key: Buffer): Answer {
  const bytes = Buffer.from(sealed, 'base64')
  const opening = createDecipheriv(cipher, key, bytes.subarray(0, ivLength), { authTagLength: tagLength })
  opening.setAuthTag(bytes.subarray(ivLength, ivLength + tagLength))
  const text = Buffer.concat([opening.update(bytes.subarray(ivLength + tagLength)), opening.final()])
  return JSON.parse(text.toString()) as Answer
}
