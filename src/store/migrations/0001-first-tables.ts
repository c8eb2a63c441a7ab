/** The first tables: accounts and their numbers, messages and their life, jobs, phones. */
export const firstTables = {
  name: '0001-first-tables',
  statements: (sqlite: boolean): readonly string[] => {
    const whole = sqlite ? 'integer' : 'bigint'
    const clustered = sqlite ? ' without rowid' : ''
    // Rows that change during their life leave room on their page, so that PostgreSQL can update them in place.
    const roomy = sqlite ? ' without rowid' : ' with (fillfactor = 70)'
    return [
      `create table account (
        sid text primary key, owner_account_sid text not null, auth_token text not null, friendly_name text not null,
        status text not null, type text not null, kind text not null, currency text not null,
        date_created ${whole} not null, date_updated ${whole} not null)${clustered}`,
      `create index account_by_owner on account (owner_account_sid, date_created, sid)`,
      `create table incoming_phone_number (
        sid text primary key, account_sid text not null, phone_number text not null, type text not null, iso_country text not null,
        capabilities text not null, beta ${whole} not null, origin text not null, settings text not null,
        date_created ${whole} not null, date_updated ${whole} not null)${clustered}`,
      `create unique index incoming_phone_number_once on incoming_phone_number (phone_number)`,
      `create index incoming_phone_number_by_account on incoming_phone_number (account_sid, date_created, sid)`,
      `create table message (
        sid text primary key, account_sid text not null, "to" text not null, "from" text, body text not null, status text not null,
        direction text not null, encoding text not null, num_segments ${whole} not null, media_urls text not null,
        price ${whole}, price_unit text not null, error_code ${whole}, messaging_service_sid text, api_version text not null,
        status_callback text, options text not null,
        date_created ${whole} not null, date_updated ${whole} not null, date_sent ${whole}, date_listed ${whole})${roomy}`,
      // A list shows what is still on its way first, by creation, then the rest by when it was sent. What is on its way is in one small index only.
      `create index message_waiting on message (account_sid, date_created, sid) where date_listed is null`,
      `create index message_listed on message (account_sid, date_listed, sid) where date_listed is not null`,
      `create index message_listed_to on message (account_sid, "to", date_listed, sid) where date_listed is not null`,
      `create index message_listed_from on message (account_sid, "from", date_listed, sid) where date_listed is not null`,
      `create table message_event (
        id text primary key, message_sid text not null, account_sid text not null, at ${whole} not null, kind text not null, detail text not null)${clustered}`,
      `create index message_event_of_message on message_event (message_sid, id)`,
      `create table job (
        id text primary key, deed text not null, account_sid text not null, subject text not null, lane text not null, weight ${whole} not null,
        due ${whole} not null, hidden_until ${whole}, attempts ${whole} not null, data text not null)${roomy}`,
      `create index job_due on job (deed, due) where hidden_until is null`,
      `create index job_hidden on job (deed, hidden_until) where hidden_until is not null`,
      `create table handed_part (
        key text primary key, message_sid text not null, part ${whole} not null, parts ${whole} not null, status text, code ${whole}, at ${whole} not null)${roomy}`,
      `create index handed_part_of_message on handed_part (message_sid)`,
      `create index handed_part_by_age on handed_part (at)`,
      `create table early_receipt (key text primary key, status text not null, code ${whole}, at ${whole} not null)${clustered}`,
      `create index early_receipt_by_age on early_receipt (at)`,
      `create table webhook_attempt (
        id text primary key, account_sid text not null, message_sid text not null, kind text not null, at ${whole} not null, duration ${whole} not null,
        method text not null, url text not null, parameters text not null, request_headers text not null,
        response_status ${whole}, response_headers text not null, response_body text not null, error_code ${whole}, error text)${clustered}`,
      `create index webhook_attempt_of_message on webhook_attempt (message_sid, id)`,
      `create table virtual_phone (
        phone_number text primary key, name text not null, behaviour text not null, date_created ${whole} not null)${clustered}`,
      `create table phone_message (
        id text primary key, phone_number text not null, "from" text not null, body text not null, media_urls text not null,
        message_sid text not null, at ${whole} not null)${clustered}`,
      `create index phone_message_of_phone on phone_message (phone_number, id)`,
      // Totals, as one row for each writer, so that no two processes wait for the same row. A total is their sum.
      `create table counter (
        account_sid text not null, name text not null, writer ${whole} not null, value ${whole} not null,
        primary key (account_sid, name, writer))${roomy}`,
      `create table lane (lane text primary key, free_at ${whole} not null)${roomy}`,
    ]
  },
} as const
