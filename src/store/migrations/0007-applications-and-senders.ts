/** Applications, senders beside numbers, and what an account may send where. */
export const applicationsAndSenders = {
  name: '0007-applications-and-senders',
  statements: (sqlite: boolean): readonly string[] => {
    const whole = sqlite ? 'integer' : 'bigint'
    const clustered = sqlite ? ' without rowid' : ''
    return [
      `create table application (
        sid text primary key, account_sid text not null, friendly_name text, settings text not null,
        date_created ${whole} not null, date_updated ${whole} not null)${clustered}`,
      `create index application_by_account on application (account_sid, date_created, sid)`,
      `create table short_code (
        sid text primary key, account_sid text not null, short_code text not null, iso_country text not null, friendly_name text not null,
        settings text not null, date_created ${whole} not null, date_updated ${whole} not null)${clustered}`,
      `create unique index short_code_once on short_code (short_code)`,
      `create index short_code_by_account on short_code (account_sid, date_created, sid)`,
      `create table granted_sender (
        key text primary key, account_sid text not null, address text not null, kind text not null, date_created ${whole} not null)${clustered}`,
      `create index granted_sender_by_account on granted_sender (account_sid, date_created, key)`,
      `create table permission (account_sid text primary key, sms text, voice text)${clustered}`,
      `create table block (
        key text primary key, account_sid text not null, "to" text not null, sender text not null, kind text not null,
        date_created ${whole} not null)${clustered}`,
      `create index block_by_recipient on block (account_sid, "to")`,
      `create table credit (account_sid text primary key, amount ${whole} not null)${clustered}`,
    ]
  },
} as const
