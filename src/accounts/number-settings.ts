import type { NumberSettings } from '../domain/incoming-phone-number.ts'
import { nationalFormat } from '../domain/phone-number.ts'
import { readFriendlyName } from './friendly-name.ts'

/** What an owner chose; what is left out stays as it is, what is empty is cleared. */
export type ChosenSettings = Partial<NumberSettings>

/** The settings of a number nobody has touched yet. */
export const untouched = (phoneNumber: string): NumberSettings => ({
  friendlyName: nationalFormat(phoneNumber),
  voiceUrl: '',
  voiceMethod: 'POST',
  voiceFallbackUrl: '',
  voiceFallbackMethod: 'POST',
  voiceCallerIdLookup: false,
  voiceApplicationSid: '',
  voiceReceiveMode: 'voice',
  smsUrl: '',
  smsMethod: 'POST',
  smsFallbackUrl: '',
  smsFallbackMethod: 'POST',
  smsApplicationSid: '',
  statusCallback: '',
  statusCallbackMethod: 'POST',
  apiVersion: '2010-04-01',
  trunkSid: null,
  addressSid: null,
  identitySid: null,
  bundleSid: null,
  emergencyStatus: 'Inactive',
  emergencyAddressSid: null,
})

export function choose(settings: NumberSettings, chosen: ChosenSettings): NumberSettings {
  const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined))
  const merged: NumberSettings = { ...settings, ...given }
  return {
    ...merged,
    friendlyName: readFriendlyName(chosen.friendlyName) ?? settings.friendlyName,
    trunkSid: merged.trunkSid || null,
    addressSid: merged.addressSid || null,
    identitySid: merged.identitySid || null,
    bundleSid: merged.bundleSid || null,
    emergencyAddressSid: merged.emergencyAddressSid || null,
  }
}
