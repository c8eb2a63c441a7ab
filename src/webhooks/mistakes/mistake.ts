import type { Computation } from './computation.ts'

/** What is known of a request, and around it, beside what was signed. */
export interface Known {
  /** Configured addresses that lead there, and are written otherwise: with a fragment, with capitals in the host. */
  addresses: readonly string[]
  /** Under which the application may be known to itself, some with a port. */
  hosts: readonly string[]
  /** What the application may take for the auth token. */
  secrets: readonly OtherSecret[]
  /** The account whose token signs. */
  accountSid: string | null
  /** A body that is no form; null where there is none, or nobody kept it. */
  body: string | null
}

export interface OtherSecret {
  kind: 'test-token' | 'parent-token' | 'other-account-token' | 'api-key-secret' | 'other-secret'
  text: string
}

/** A way in which applications come to another signature than the one that was sent. */
export interface Mistake {
  id: string
  /** What is wrong, a sentence. */
  words: string
  /** What to do about it. */
  fix: string
  /** What it makes of a computation: nothing where it makes no difference, several where it comes in several forms. */
  made(of: Computation, known: Known): readonly Computation[]
}
