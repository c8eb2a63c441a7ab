/** Calls and what belongs to them: recordings, notifications of what failed, and the numbers that may be called from. */
export const calls = {
  name: '0006-calls',
  statements: (sqlite: boolean): readonly string[] => {
    const whole = sqlite ? 'integer' : 'bigint'
    const clustered = sqlite ? ' without rowid' : ''
    const roomy = sqlite ? ' without rowid' : ' with (fillfactor = 70)'
    return [
      `create table "call" (
        sid text primary key, account_sid text not null, parent_call_sid text, "to" text not null, "from" text not null,
        phone_number_sid text, status text not null, direction text not null, api_version text not null, carrier text not null,
        instruction text not null, reporting text, caller_id_check text, options text not null,
        start_time ${whole}, answered_at ${whole}, end_time ${whole}, duration ${whole}, queue_time ${whole} not null,
        price ${whole}, price_unit text not null, answered_by text, reported ${whole} not null, revision ${whole} not null,
        date_created ${whole} not null, date_updated ${whole} not null)${roomy}`,
      `create index call_by_account on "call" (account_sid, date_created, sid)`,
      `create index call_to on "call" (account_sid, "to", date_created, sid)`,
      `create index call_from on "call" (account_sid, "from", date_created, sid)`,
      `create index call_by_parent on "call" (parent_call_sid) where parent_call_sid is not null`,
      `create table recording (
        sid text primary key, account_sid text not null, call_sid text not null, status text not null, source text not null,
        channels ${whole} not null, track text not null, trim text not null, reporting text, api_version text not null,
        start_time ${whole} not null, running_since ${whole}, recorded ${whole} not null, duration ${whole},
        price ${whole}, price_unit text not null, error_code ${whole},
        date_created ${whole} not null, date_updated ${whole} not null)${roomy}`,
      `create index recording_by_account on recording (account_sid, date_created, sid)`,
      `create index recording_of_call on recording (call_sid, date_created, sid)`,
      `create table notification (
        sid text primary key, account_sid text not null, call_sid text, api_version text not null, log ${whole} not null,
        error_code ${whole} not null, message_text text not null, message_date ${whole} not null, request_method text not null,
        request_url text not null, request_variables text not null, response_headers text not null, response_body text not null,
        date_created ${whole} not null, date_updated ${whole} not null)${clustered}`,
      `create index notification_by_account on notification (account_sid, date_created, sid)`,
      `create index notification_of_call on notification (call_sid, date_created, sid) where call_sid is not null`,
      `create table outgoing_caller_id (
        sid text primary key, account_sid text not null, key text not null, phone_number text not null, friendly_name text not null,
        date_created ${whole} not null, date_updated ${whole} not null)${clustered}`,
      `create unique index outgoing_caller_id_once on outgoing_caller_id (key)`,
      `create index outgoing_caller_id_by_account on outgoing_caller_id (account_sid, date_created, sid)`,
      // A webhook may be about more than messages.
      `alter table webhook_attempt rename column message_sid to subject`,
    ]
  },
} as const
