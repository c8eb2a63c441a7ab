import type { Recording } from '../../../domain/recording.ts'
import { type Fields, field } from '../../field.ts'
import { count, moment, sid } from '../../kind.ts'
import type { Resource } from '../../resource.ts'
import { original } from '../../wire/original.ts'
import { callRecordings, recordings } from '../recordings.ts'

const fields: Fields<Recording> = {
  sid: field(sid('RE'), 'Names the recording.', (recording) => recording.sid),
  accountSid: field(sid('AC'), 'The account that it belongs to.', (recording) => recording.accountSid),
  callSid: field(sid('CA'), 'The call whose sound it is.', (recording) => recording.callSid),
  duration: field(count, 'How many seconds it is long; none until it has ended.', (recording) => recording.duration),
  dateCreated: field(moment, 'When it was begun.', (recording) => recording.dateCreated),
  dateUpdated: field(moment, 'When it last changed.', (recording) => recording.dateUpdated),
}

export const recordings2008: Resource<Recording> = {
  ...recordings,
  mounts: [{ style: original, path: '/Accounts/:accountSid/Recordings' }],
  fields,
}

/** This version only lists them: what a call says or does with its recordings came later. */
export const callRecordings2008: Resource<Recording> = {
  name: callRecordings.name,
  plural: callRecordings.plural,
  collection: callRecordings.collection,
  doc: callRecordings.doc,
  mounts: [{ style: original, path: '/Accounts/:accountSid/Calls/:callSid/Recordings' }],
  sidPrefixes: callRecordings.sidPrefixes,
  fields,
  ...(callRecordings.list && { list: callRecordings.list }),
}
