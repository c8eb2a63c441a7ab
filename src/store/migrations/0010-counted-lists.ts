/** The date of sending comes into the indexes of lists: what was sent on some days is counted without reading the messages. */
export const countedLists = {
  name: '0010-counted-lists',
  statements: (): readonly string[] =>
    Object.entries(lists).flatMap(([index, keys]) => [
      `drop index ${index}`,
      `create index ${index} on message (${keys}, date_listed, sid, date_sent) where date_listed is not null`,
    ]),
} as const

const lists = {
  message_listed: 'account_sid',
  message_listed_to: 'account_sid, "to"',
  message_listed_from: 'account_sid, "from"',
}
