/** By what people come into the console, and who has. */
export const consoleSessions = {
  name: '0018-console-sessions',
  statements: (sqlite: boolean): readonly string[] => {
    const whole = sqlite ? 'integer' : 'bigint'
    return [
      `create table console_door (key text primary key, password_hash text, token_hash text, token_until ${whole}, epoch ${whole} not null)`,
      `create table console_session (
        key text primary key, login text not null, epoch ${whole} not null, begun ${whole} not null, minted ${whole} not null,
        seen ${whole} not null, until ${whole})`,
      `create index console_session_by_login on console_session (login)`,
    ]
  },
} as const
