import { type Call, callStatuses } from '../domain/call.ts'
import { moment, oneOf, orNull, text } from './shape.ts'
import { momentView } from './views.ts'

/** What every view of a call has. */
export const callFields = {
  sid: text,
  accountSid: text,
  from: text,
  to: text,
  status: oneOf(callStatuses),
  direction: text,
  startTime: orNull(moment),
  answeredAt: orNull(moment),
  endTime: orNull(moment),
  dateCreated: moment,
  dateUpdated: moment,
}

export const callMoments = ({ startTime, answeredAt, endTime, dateCreated, dateUpdated }: Call) => ({
  startTime: momentView(startTime),
  answeredAt: momentView(answeredAt),
  endTime: momentView(endTime),
  dateCreated: momentView(dateCreated),
  dateUpdated: momentView(dateUpdated),
})
