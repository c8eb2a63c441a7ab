import { Problem } from '../../domain/problem.ts'
import type { ServiceSettings } from '../../domain/messaging-service.ts'

/** What an owner chose; what is left out stays as it is, an address that is empty is cleared. */
export type ChosenServiceSettings = Partial<ServiceSettings>

const longestName = 64

/** An empty name is none. */
export function choose(settings: ServiceSettings, chosen: ChosenServiceSettings): ServiceSettings {
  if (chosen.friendlyName !== undefined && chosen.friendlyName.length > longestName)
    throw new Problem('friendlyNameInvalid')
  const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined))
  const merged: ServiceSettings = { ...settings, ...given }
  return {
    ...merged,
    friendlyName: chosen.friendlyName || settings.friendlyName,
    inboundRequestUrl: merged.inboundRequestUrl || null,
    fallbackUrl: merged.fallbackUrl || null,
    statusCallback: merged.statusCallback || null,
  }
}
