import type { Application, ApplicationSettings } from '../domain/application.ts'
import type { IncomingPhoneNumber, NumberSettings } from '../domain/incoming-phone-number.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { changeSettings } from './change-settings.ts'
import { readFriendlyName } from './friendly-name.ts'

/** What was chosen for an application; what is left out stays as it is, an address that is empty is cleared. */
export type ChosenForApplication = Partial<
  { [S in keyof ApplicationSettings]: NonNullable<ApplicationSettings[S]> } & { friendlyName: string }
>

/** The settings of an application of which nothing was said. */
export const unsaid: ApplicationSettings = {
  apiVersion: '2010-04-01',
  voiceUrl: null,
  voiceMethod: 'POST',
  voiceFallbackUrl: null,
  voiceFallbackMethod: 'POST',
  voiceCallerIdLookup: false,
  statusCallback: null,
  statusCallbackMethod: 'POST',
  smsUrl: null,
  smsMethod: 'POST',
  smsFallbackUrl: null,
  smsFallbackMethod: 'POST',
  smsStatusCallback: null,
  messageStatusCallback: null,
  publicApplicationConnectEnabled: false,
}

/** Puts what was chosen in place of what was there. */
export function chooseForApplication(
  before: Pick<Application, 'friendlyName' | 'settings'>,
  { friendlyName, ...chosen }: ChosenForApplication,
): Pick<Application, 'friendlyName' | 'settings'> {
  return {
    friendlyName: readFriendlyName(friendlyName) ?? before.friendlyName,
    settings: changeSettings(before.settings, chosen),
  }
}

/** Whoever refers to an application must own it. */
export async function checkApplications(
  accountSid: string,
  { voiceApplicationSid, smsApplicationSid }: Partial<NumberSettings>,
  { applications }: Pick<Ledger, 'applications'>,
): Promise<void> {
  for (const sid of new Set([voiceApplicationSid, smsApplicationSid])) {
    if (sid && !(await applications.find(accountSid, sid))) throw new Problem('applicationNotAccessible')
  }
}

/** A number's settings without an application; null when it does not refer to it. */
export function withoutApplication({ settings }: IncomingPhoneNumber, sid: string): NumberSettings | null {
  const voice = settings.voiceApplicationSid === sid
  const sms = settings.smsApplicationSid === sid
  if (!voice && !sms) return null
  return { ...settings, ...(voice && { voiceApplicationSid: '' }), ...(sms && { smsApplicationSid: '' }) }
}
