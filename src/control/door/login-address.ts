/** Where a token is shown: behind the `#`, which browsers send to nobody. */
export const loginAddress = (url: string, token: string): string =>
  `${url.replace(/\/$/, '')}/_trunkline/login#token=${token}`
