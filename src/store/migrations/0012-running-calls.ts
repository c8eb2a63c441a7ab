/** How far a call's instructions are carried out, whose phone it is at, and phones whose holder answers. */
export const runningCalls = {
  name: '0012-running-calls',
  statements: (): readonly string[] => {
    const live = `where status in ('queued', 'ringing', 'in-progress')`
    return [
      `alter table "call" add column run text`,
      `create index call_live_to on "call" ("to", date_created, sid) ${live}`,
      `create index call_live_from on "call" ("from", date_created, sid) ${live}`,
      `alter table virtual_phone add column answers text not null default 'by-itself'`,
    ]
  },
} as const
