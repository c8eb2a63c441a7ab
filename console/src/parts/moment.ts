const toTheSecond = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const
const styles = {
  time: toTheSecond,
  exact: { ...toTheSecond, fractionalSecondDigits: 3 },
  day: { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** Made once: that takes longer than to write some hundred times, and a list has as many. */
const formats = new Map<string, Intl.DateTimeFormat>()

function written(at: string, style: keyof typeof styles, language: string): string {
  const key = `${style} ${language}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, styles[style])
  formats.set(key, format)
  return format.format(new Date(at))
}

/** The time of day where the reader is. */
export const timeOf = (at: string, language: string): string => written(at, 'time', language)

/** The same to the millisecond. */
export const exactTimeOf = (at: string, language: string): string => written(at, 'exact', language)

/** The day and the time of day. */
export const momentOf = (at: string, language: string): string => new Date(at).toLocaleString(language)

/** The time of day in a list that begins with `newest`; of another day than that, the day too. */
export const timeInList = (at: string, newest: string, language: string): string =>
  written(at, new Date(at).toDateString() === new Date(newest).toDateString() ? 'time' : 'day', language)
