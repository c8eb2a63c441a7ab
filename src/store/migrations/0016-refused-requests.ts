/** Requests that were refused, for whoever tests an application. */
export const refusedRequests = {
  name: '0016-refused-requests',
  statements: (sqlite: boolean): readonly string[] => {
    const moment = sqlite ? 'integer' : 'bigint'
    return [
      `create table refused_request (
        id text primary key, account_sid text, at ${moment} not null, method text not null, path text not null, status integer not null,
        code integer, message text not null, not_implemented integer not null)`,
      `create index refused_request_by_account on refused_request (account_sid, id)`,
    ]
  },
} as const
