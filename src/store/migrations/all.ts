import { firstTables } from './0001-first-tables.ts'
import { mediaAndFeedback } from './0003-media-and-feedback.ts'
import { keysAndRepeats } from './0004-keys-and-repeats.ts'
import { errorEras } from './0005-error-eras.ts'
import { calls } from './0006-calls.ts'
import { applicationsAndSenders } from './0007-applications-and-senders.ts'
import { usageTriggers } from './0008-usage-triggers.ts'
import { messagingServices } from './0009-messaging-services.ts'
import { countedLists } from './0010-counted-lists.ts'
import { twoWay } from './0011-two-way.ts'
import { runningCalls } from './0012-running-calls.ts'
import { controlLists } from './0013-control-lists.ts'
import { clockAndSnapshots } from './0014-clock.ts'
import { refusedRequests } from './0016-refused-requests.ts'
import { faults } from './0015-faults.ts'
import { search } from './0017-search.ts'

export interface Migration {
  name: string
  statements(sqlite: boolean): readonly string[]
}

/** Every migration in the order in which they are applied. They are added, never edited. */
export const migrations: readonly Migration[] = [
  firstTables,
  mediaAndFeedback,
  keysAndRepeats,
  errorEras,
  calls,
  applicationsAndSenders,
  usageTriggers,
  messagingServices,
  countedLists,
  twoWay,
  runningCalls,
  controlLists,
  clockAndSnapshots,
  faults,
  refusedRequests,
  search,
]
