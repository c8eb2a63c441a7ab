/** What is to go wrong on purpose, and how often it could and did. */
export const faults = {
  name: '0015-faults',
  statements: (sqlite: boolean): readonly string[] => {
    const whole = sqlite ? 'integer' : 'bigint'
    return [
      `create table fault (
      id text primary key, position ${whole} not null, luck text not null, name text not null, "on" text not null, "match" text not null,
      effect text not null, per_million ${whole} not null, "count" ${whole}, account_sid text, seen ${whole} not null, done ${whole} not null)`,
      `create table fault_seed (key text primary key, seed ${whole} not null, revision text not null)`,
    ]
  },
} as const
