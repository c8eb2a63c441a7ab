import { changeUsageTrigger } from '../../accounts/change-usage-trigger.ts'
import { deleteUsageTrigger } from '../../accounts/delete-usage-trigger.ts'
import { openUsageTrigger } from '../../accounts/open-usage-trigger.ts'
import { usageNow } from '../../accounts/usage-now.ts'
import { recurrences, triggerFields, type UsageTrigger } from '../../domain/usage-trigger.ts'
import { type Fields, field } from '../field.ts'
import { httpMethod, link, moment, oneOf, sid, text, url } from '../kind.ts'
import { param } from '../param.ts'
import { type Call, listing, type Resource, verb } from '../resource.ts'
import { classic } from '../wire/classic.ts'
import { amount, linkWithQuery, usageCategory } from './usage-kinds.ts'

interface ShownTrigger extends UsageTrigger {
  /** In 1/100,000. */
  currentValue: number
}

const pathOf = ({ accountSid }: UsageTrigger) => `/Accounts/${accountSid}/Usage`

const fields: Fields<ShownTrigger> = {
  accountSid: field(
    sid('AC'),
    'The account whose usage is watched, with that of its subaccounts.',
    (it) => it.accountSid,
  ),
  apiVersion: field(text, 'The version of the API.', () => classic.version),
  callbackMethod: field(httpMethod, 'How the address is called.', (it) => it.callbackMethod),
  callbackUrl: field(url, 'The address that is called when the trigger fires.', (it) => it.callbackUrl),
  currentValue: field(amount, 'The value that is watched, as it is now.', (it) => it.currentValue),
  dateCreated: field(moment, 'When the trigger was created.', (it) => it.dateCreated),
  dateFired: field(moment, 'When it fired last; none when it never did.', (it) => it.dateFired),
  dateUpdated: field(moment, 'When it last changed.', (it) => it.dateUpdated),
  friendlyName: field(text, 'A name for people.', (it) => it.friendlyName),
  recurring: field(oneOf(recurrences), 'Once in which period it may fire.', (it) => it.recurring),
  sid: field(sid('UT'), 'Names the trigger.', (it) => it.sid),
  triggerBy: field(oneOf(triggerFields), 'Which number of the usage record is watched.', (it) => it.triggerBy),
  triggerValue: field(amount, 'The value at which it fires.', (it) => it.triggerValue),
  uri: field(link, 'Where the trigger is.', (it) => `${pathOf(it)}/Triggers/${it.sid}`),
  usageCategory: field(usageCategory, 'The category that is watched.', (it) => it.usageCategory),
  usageRecordUri: field(linkWithQuery, 'Where the usage record is that is watched.', (it) => ({
    path: `${pathOf(it)}/Records`,
    query: { Category: it.usageCategory },
  })),
}

const changeable = {
  callbackMethod: param(httpMethod, 'How the address is called: GET, or POST, as it is unless this says otherwise.'),
  friendlyName: param(text, 'A name for people, up to 64 characters.'),
}

async function shown(trigger: UsageTrigger, { has }: Call): Promise<ShownTrigger> {
  return { ...trigger, currentValue: await usageNow(has)(trigger) }
}

/** Asks to be told when the usage of a category reaches a value. */
export const usageTriggers: Resource<ShownTrigger> = {
  name: 'UsageTrigger',
  plural: 'UsageTriggers',
  collection: 'usage_triggers',
  doc: 'Calls an address when the usage of a category reaches a value, at most once in each period.',
  mounts: [{ style: classic, path: '/Accounts/:accountSid/Usage/Triggers' }],
  sidPrefixes: ['UT'],
  fields,
  xmlOrder: {
    instance: [
      'sid',
      'accountSid',
      'friendlyName',
      'recurring',
      'usageCategory',
      'triggerBy',
      'triggerValue',
      'currentValue',
      'usageRecordUri',
      'callbackUrl',
      'callbackMethod',
      'dateCreated',
      'dateFired',
      'dateUpdated',
      'apiVersion',
      'uri',
    ],
  },
  list: listing({
    doc: 'Lists usage triggers, newest first.',
    params: {
      recurring: param(oneOf(recurrences), 'Only those that may fire once in this period.'),
      triggerBy: param(oneOf(triggerFields), 'Only those that watch this number.'),
      usageCategory: param(usageCategory, 'Only those that watch this category.'),
    },
    async run(filter, { account, has }, page) {
      const valueOf = usageNow(has)
      const { rows, ...rest } = await has.ledger.usageTriggers.list(account.sid, filter, page)
      return {
        rows: await Promise.all(rows.map(async (row) => ({ ...row, currentValue: await valueOf(row) }))),
        ...rest,
      }
    },
    standingOf: ({ sid, dateCreated }: ShownTrigger) => ({ sid, at: dateCreated, created: dateCreated }),
  }),
  create: verb({
    doc: 'Creates a usage trigger.',
    params: {
      usageCategory: param(usageCategory, 'The category to watch.', { required: true }),
      triggerBy: param(oneOf(triggerFields), 'Which number of the usage record to watch; `usage` unless said.'),
      triggerValue: param(
        text,
        'The value at which it fires: a number or, with a `+` in front, so much more than what was used already.',
        { required: true },
      ),
      recurring: param(
        oneOf(recurrences),
        'Once in which period, in GMT, it may fire, counting what was used in this period; without it, once for all time.',
      ),
      callbackUrl: param(url, 'The address to call when it fires.', { required: true }),
      ...changeable,
    },
    run: async (input, call) => shown(await openUsageTrigger({ account: call.account, ...input }, call.has), call),
  }),
  fetch: {
    doc: 'Fetches a usage trigger.',
    async run(call) {
      const trigger = await call.has.ledger.usageTriggers.find(call.account.sid, call.sid)
      return trigger && shown(trigger, call)
    },
  },
  update: verb({
    doc: 'Renames a usage trigger, or has it call another address.',
    params: { callbackUrl: param(url, 'The address to call when it fires.'), ...changeable },
    async run(input, { has }, { currentValue, ...trigger }: ShownTrigger) {
      return { ...(await changeUsageTrigger(trigger, input, has)), currentValue }
    },
  }),
  remove: verb({
    doc: 'Deletes a usage trigger.',
    params: {},
    run: (_, { has }, trigger: ShownTrigger) => deleteUsageTrigger(trigger, has),
  }),
}
