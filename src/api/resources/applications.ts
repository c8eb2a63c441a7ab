import { changeApplication } from '../../accounts/change-application.ts'
import { createApplication } from '../../accounts/create-application.ts'
import { deleteApplication } from '../../accounts/delete-application.ts'
import type { Application } from '../../domain/application.ts'
import { field } from '../field.ts'
import { flag, httpMethod, link, moment, oneOf, sid, text, url } from '../kind.ts'
import { param } from '../param.ts'
import { listing, type Resource, verb } from '../resource.ts'
import { classic } from '../wire/classic.ts'

const settings = {
  friendlyName: param(text, 'A name for people, up to 64 characters.'),
  apiVersion: param(oneOf(['2010-04-01', '2008-08-01']), 'In which version its calls and messages are handled.'),
  voiceUrl: param(url, 'Asked what to do when somebody calls.'),
  voiceMethod: param(httpMethod, 'How it is asked: GET or POST.'),
  voiceFallbackUrl: param(url, 'Asked when the first fails.'),
  voiceFallbackMethod: param(httpMethod, 'How that is asked.'),
  statusCallback: param(url, 'Told how calls went.'),
  statusCallbackMethod: param(httpMethod, 'How it is told.'),
  voiceCallerIdLookup: param(flag, "Whether to look up a caller's name."),
  smsUrl: param(url, 'Asked what to do when a message comes.'),
  smsMethod: param(httpMethod, 'How it is asked.'),
  smsFallbackUrl: param(url, 'Asked when the first fails.'),
  smsFallbackMethod: param(httpMethod, 'How that is asked.'),
  smsStatusCallback: param(url, 'Told how messages went, where `MessageStatusCallback` is not set.'),
  messageStatusCallback: param(url, 'Told how messages went that name the application.'),
  publicApplicationConnectEnabled: param(flag, 'Whether callers of other accounts may be connected to it.'),
}

export const applications: Resource<Application> = {
  name: 'Application',
  plural: 'Applications',
  collection: 'applications',
  doc: 'A set of addresses that numbers, calls and messages can refer to.',
  mounts: [{ style: classic, path: '/Accounts/:accountSid/Applications' }],
  sidPrefixes: ['AP'],
  fields: {
    sid: field(sid('AP'), 'Names the application.', (application) => application.sid),
    dateCreated: field(moment, 'When it was made.', (application) => application.dateCreated),
    dateUpdated: field(moment, 'When it was last changed.', (application) => application.dateUpdated),
    accountSid: field(sid('AC'), 'The account that owns it.', (application) => application.accountSid),
    friendlyName: field(text, 'A name for people.', (application) => application.friendlyName),
    apiVersion: field(text, 'In which version its calls and messages are handled.', (one) => one.settings.apiVersion),
    voiceUrl: field(url, 'Asked what to do when somebody calls.', (one) => one.settings.voiceUrl),
    voiceMethod: field(httpMethod, 'How it is asked.', (one) => one.settings.voiceMethod),
    voiceFallbackUrl: field(url, 'Asked when the first fails.', (one) => one.settings.voiceFallbackUrl),
    voiceFallbackMethod: field(httpMethod, 'How that is asked.', (one) => one.settings.voiceFallbackMethod),
    statusCallback: field(url, 'Told how calls went.', (one) => one.settings.statusCallback),
    statusCallbackMethod: field(httpMethod, 'How it is told.', (one) => one.settings.statusCallbackMethod),
    voiceCallerIdLookup: field(flag, "Whether to look up a caller's name.", (one) => one.settings.voiceCallerIdLookup),
    smsUrl: field(url, 'Asked what to do when a message comes.', (one) => one.settings.smsUrl),
    smsMethod: field(httpMethod, 'How it is asked.', (one) => one.settings.smsMethod),
    smsFallbackUrl: field(url, 'Asked when the first fails.', (one) => one.settings.smsFallbackUrl),
    smsFallbackMethod: field(httpMethod, 'How that is asked.', (one) => one.settings.smsFallbackMethod),
    smsStatusCallback: field(url, 'Told how messages went.', (one) => one.settings.smsStatusCallback),
    messageStatusCallback: field(url, 'Told how messages went.', (one) => one.settings.messageStatusCallback),
    publicApplicationConnectEnabled: field(
      flag,
      'Whether callers of other accounts may be connected to it.',
      (one) => one.settings.publicApplicationConnectEnabled,
    ),
    uri: field(link, 'Where the application is.', (one) => `/Accounts/${one.accountSid}/Applications/${one.sid}`),
  },
  list: listing({
    doc: 'Lists applications, newest first.',
    params: { friendlyName: param(text, 'Only those with exactly this name.') },
    run: (filter, { account, has }, page) => has.ledger.applications.list(account.sid, filter, page),
    standingOf: ({ sid, dateCreated }: Application) => ({ sid, at: dateCreated, created: dateCreated }),
  }),
  create: verb({
    doc: 'Makes an application; an account can have 1,000.',
    params: settings,
    run: (chosen, { account, has }) => createApplication(account, chosen, has),
  }),
  fetch: {
    doc: 'Fetches an application.',
    run: ({ account, sid, has }) => has.ledger.applications.find(account.sid, sid),
  },
  update: verb({
    doc: 'Changes an application for everything that refers to it.',
    params: settings,
    run: (chosen, { has }, application: Application) => changeApplication(application, chosen, has),
  }),
  remove: verb({
    doc: 'Deletes an application, and takes it from the numbers that refer to it.',
    params: {},
    run: (_, { has }, application: Application) => deleteApplication(application, has),
  }),
}
