/** What comes in: messages under their carriers' names, parts of longer ones, conversations, and the transcripts of calls. */
export const twoWay = {
  name: '0011-two-way',
  statements: (sqlite: boolean): readonly string[] => {
    const whole = sqlite ? 'integer' : 'bigint'
    const clustered = sqlite ? ' without rowid' : ''
    const roomy = sqlite ? ' without rowid' : ' with (fillfactor = 70)'
    return [
      `create table arrival (key text primary key, became text, at ${whole} not null)${clustered}`,
      `create index arrival_by_age on arrival (at)`,
      `create table inbound_part (
        key text primary key, message text not null, arrival text not null, number ${whole} not null, "of" ${whole} not null, body text not null, at ${whole} not null)${clustered}`,
      `create index inbound_part_of_message on inbound_part (message, number)`,
      `create table stray_message (
        sid text primary key, carrier text not null, "from" text not null, "to" text not null, body text not null,
        num_media ${whole} not null, at ${whole} not null)${clustered}`,
      `create table conversation (
        key text primary key, account_sid text not null, cookies text not null, cookies_until ${whole} not null,
        replies_since ${whole} not null, replies ${whole} not null, at ${whole} not null)${roomy}`,
      `create index conversation_by_age on conversation (at)`,
      `create table transcript_line (
        id text primary key, call_sid text not null, account_sid text not null, at ${whole} not null, kind text not null, detail text not null)${clustered}`,
      `create index transcript_of_call on transcript_line (call_sid, id)`,
      `alter table notification add column resource_sid text`,
      `alter table notification add column request_headers text not null default ''`,
      `create index notification_of_resource on notification (resource_sid, date_created, sid) where resource_sid is not null`,
      `alter table phone_message add column direction text not null default 'received'`,
      `alter table phone_message add column "to" text not null default ''`,
      // What a phone sends has no message until its carrier has handed it in.
      ...(sqlite
        ? [
            `alter table phone_message rename to phone_message_before`,
            `create table phone_message (
              id text primary key, phone_number text not null, direction text not null, "from" text not null, "to" text not null,
              body text not null, media_urls text not null, actions text not null, message_sid text, at ${whole} not null)${clustered}`,
            `insert into phone_message (id, phone_number, direction, "from", "to", body, media_urls, actions, message_sid, at)
              select id, phone_number, direction, "from", "to", body, media_urls, actions, message_sid, at from phone_message_before`,
            `drop table phone_message_before`,
            `create index phone_message_of_phone on phone_message (phone_number, id)`,
          ]
        : [`alter table phone_message alter column message_sid drop not null`]),
    ]
  },
} as const
