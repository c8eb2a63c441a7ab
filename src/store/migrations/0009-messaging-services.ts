/** Messaging services and the senders in their pools. */
export const messagingServices = {
  name: '0009-messaging-services',
  statements: (sqlite: boolean): readonly string[] => {
    const whole = sqlite ? 'integer' : 'bigint'
    const clustered = sqlite ? ' without rowid' : ''
    return [
      `create table messaging_service (
        sid text primary key, account_sid text not null, settings text not null, pool_version ${whole} not null,
        date_created ${whole} not null, date_updated ${whole} not null)${clustered}`,
      `create index messaging_service_by_account on messaging_service (account_sid, date_created, sid)`,
      `create table pool_sender (
        sid text primary key, account_sid text not null, service_sid text not null, kind text not null, sender text not null,
        unique_name text not null, country text, capabilities text not null,
        date_created ${whole} not null, date_updated ${whole} not null)${clustered}`,
      `create unique index pool_sender_once on pool_sender (unique_name)`,
      `create index pool_sender_of_service on pool_sender (service_sid, kind, date_created, sid)`,
    ]
  },
} as const
