/** How long is waited, in milliseconds; what the server was opened with unless said, 4000 there. */
export interface Waiting {
  timeout?: number
}

/** Whose phone it is: what writes to it, and what it writes to. */
export interface PhoneOwner {
  sid: string
  /** What phones write to and call unless said. */
  phoneNumber: string | null
  /** Resolves when nothing that is due is left to do. */
  settle(): Promise<void>
  /** Runs when the account is closed. */
  atClose(end: () => void): void
}
