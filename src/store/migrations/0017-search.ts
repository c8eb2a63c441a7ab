/** The index of what messages say: in blocks of messages that follow each other by age, so that it is only ever added to at its end. */
export const search = {
  name: '0017-search',
  statements: (sqlite: boolean): readonly string[] => {
    const clustered = sqlite ? ' without rowid' : ''
    return [
      `create table text_block (last text primary key, version integer not null, total integer not null)${clustered}`,
      `create table text_part (key text primary key, content text not null)${clustered}`,
      `create table stale_text (key text primary key, sid text not null)${clustered}`,
    ]
  },
} as const
