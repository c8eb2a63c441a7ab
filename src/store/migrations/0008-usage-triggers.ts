/** Usage triggers. What they watch is counted in the counters that there are. */
export const usageTriggers = {
  name: '0008-usage-triggers',
  statements: (sqlite: boolean): readonly string[] => {
    const whole = sqlite ? 'integer' : 'bigint'
    const clustered = sqlite ? ' without rowid' : ''
    return [
      `create table usage_trigger (
        sid text primary key, account_sid text not null, friendly_name text not null, usage_category text not null, trigger_by text not null,
        trigger_value ${whole} not null, recurring text not null, callback_url text not null, callback_method text not null,
        date_fired ${whole}, date_created ${whole} not null, date_updated ${whole} not null)${clustered}`,
      `create index usage_trigger_by_account on usage_trigger (account_sid, date_created, sid)`,
    ]
  },
} as const
