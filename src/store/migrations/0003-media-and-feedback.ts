/** The media of messages, in parts, what senders say of their messages' success, and what phones show beside texts. */
export const mediaAndFeedback = {
  name: '0003-media-and-feedback',
  statements: (sqlite: boolean): readonly string[] => {
    const whole = sqlite ? 'integer' : 'bigint'
    const clustered = sqlite ? ' without rowid' : ''
    return [
      `create table media (
        sid text primary key, account_sid text not null, message_sid text not null, place ${whole} not null, content_type text not null,
        size ${whole} not null, date_created ${whole} not null, date_updated ${whole} not null)${clustered}`,
      `create index media_of_message on media (message_sid, date_created, sid)`,
      // Rows of this size stand outside the tree of keys: in SQLite beside it, in PostgreSQL out of line and as they are, for media is compressed already.
      `create table media_part (key text primary key, content text not null)`,
      ...(sqlite ? [] : ['alter table media_part alter column content set storage external']),
      `create table message_feedback (
        message_sid text primary key, account_sid text not null, outcome text not null,
        date_created ${whole} not null, date_updated ${whole} not null)${clustered}`,
      `alter table phone_message add column actions text not null default '[]'`,
    ]
  },
} as const
