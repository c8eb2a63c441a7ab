/** API keys, and the creations that are not done twice. */
export const keysAndRepeats = {
  name: '0004-keys-and-repeats',
  statements: (sqlite: boolean): readonly string[] => {
    const whole = sqlite ? 'integer' : 'bigint'
    const clustered = sqlite ? ' without rowid' : ''
    return [
      `create table api_key (
        sid text primary key, account_sid text not null, friendly_name text not null, secret_hash text not null,
        date_created ${whole} not null, date_updated ${whole} not null)${clustered}`,
      `create index api_key_by_account on api_key (account_sid, date_created, sid)`,
      `create table idempotent_request (
        key text primary key, form text not null, sid text not null, answer text, at ${whole} not null)${clustered}`,
      `create index idempotent_request_by_age on idempotent_request (at)`,
    ]
  },
} as const
