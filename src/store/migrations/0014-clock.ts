/** The clock that development may move, as one row, and the snapshots that were taken, beside whose rows stand their copies of the tables. */
export const clockAndSnapshots = {
  name: '0014-clock',
  statements: (sqlite: boolean): readonly string[] => {
    const whole = sqlite ? 'integer' : 'bigint'
    return [
      `create table clock (id ${whole} primary key, frozen_at ${whole}, "offset" ${whole} not null, revision ${whole} not null, held_until ${whole})`,
      `insert into clock values (1, null, 0, 0, null)`,
      `create table snapshot (id text primary key, at ${whole} not null, taken_at ${whole} not null, migration text not null)`,
    ]
  },
} as const
