/** What the control API lists and follows: webhook attempts by account and by failure, and the feed of what was kept in the order of commits. */
export const controlLists = {
  name: '0013-control-lists',
  statements: (sqlite: boolean): readonly string[] => [
    `create index webhook_attempt_by_account on webhook_attempt (account_sid, id)`,
    `create index webhook_attempt_failed on webhook_attempt (id) where error_code is not null`,
    // Commits of SQLite follow each other, so that places alone tell their order. Those of PostgreSQL end in any order.
    sqlite
      ? `create table feed (
          position integer not null default 0, place integer primary key autoincrement, noun text not null, ids text not null,
          at integer not null default (cast(unixepoch('subsec') * 1000 as integer)))`
      : `create table feed (
          position bigint not null default (pg_current_xact_id()::text::bigint), place bigserial not null, noun text not null, ids text not null,
          at bigint not null default ((extract(epoch from clock_timestamp()) * 1000)::bigint), primary key (position, place))`,
  ],
} as const
