import type { Recording } from '../../../domain/recording.ts'
import type { Fields } from '../../field.ts'
import type { Resource } from '../../resource.ts'
import { original } from '../../wire/original.ts'
import { callRecordings, recordingFields, recordings } from '../recordings.ts'

const fields: Fields<Recording> = {
  sid: recordingFields.sid,
  accountSid: recordingFields.accountSid,
  callSid: recordingFields.callSid,
  duration: recordingFields.duration,
  dateCreated: recordingFields.dateCreated,
  dateUpdated: recordingFields.dateUpdated,
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
