const toTheSecond = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const

/** The time of day where the reader is. */
export const timeOf = (at: string, language: string): string => new Date(at).toLocaleTimeString(language, toTheSecond)

/** The same to the millisecond. */
export const exactTimeOf = (at: string, language: string): string =>
  new Date(at).toLocaleTimeString(language, { ...toTheSecond, fractionalSecondDigits: 3 })

/** The day and the time of day. */
export const momentOf = (at: string, language: string): string => new Date(at).toLocaleString(language)

/** The time of day in a list that begins with `newest`; of another day than that, the day too. */
export const timeInList = (at: string, newest: string, language: string): string =>
  new Date(at).toDateString() === new Date(newest).toDateString()
    ? timeOf(at, language)
    : new Date(at).toLocaleString(language, {
        month: 'numeric',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      })
