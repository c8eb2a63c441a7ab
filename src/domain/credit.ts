/** What an account was given to spend, where that is not what the server's settings give every account. */
export interface Credit {
  accountSid: string
  /** In 1/100,000 of the account's currency. */
  amount: number
}

export interface CreditQueries {
  find(accountSid: string): Promise<Credit | null>
}
