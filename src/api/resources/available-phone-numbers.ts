import { findNumbers } from '../../accounts/find-numbers.ts'
import type { NumberForSale, NumberSearch } from '../../domain/inventory.ts'
import type { NumberType } from '../../domain/incoming-phone-number.ts'
import { type Area, areaOf, rateCenterOf } from '../../domain/nanp-areas.ts'
import { readPattern } from '../../domain/number-pattern.ts'
import { isCountry, nationalFormat, normalizeNumber } from '../../domain/phone-number.ts'
import type { PlaceWanted, Point } from '../../domain/place.ts'
import { Problem } from '../../domain/problem.ts'
import { type Fields, field, group } from '../field.ts'
import { flag, integer, oneOf, text, type Written } from '../kind.ts'
import { type InputOf, param } from '../param.ts'
import { type Call, listing, type Resource } from '../resource.ts'
import { classic } from '../wire/classic.ts'

/** Where a number is: only of North American numbers is it known. */
const areaOfNumber = (phoneNumber: string): Area | null =>
  phoneNumber.startsWith('+1') ? areaOf(phoneNumber.slice(2, 5)) : null

const degrees: Written<number> = {
  write: (value) => value.toFixed(6),
  bare: false,
  plain: true,
  schema: { type: 'string', pattern: '^-?\\d+\\.\\d{6}$' },
}

const inArea = <V>(kind: Written<V>, doc: string, from: (area: Area) => V | null) =>
  field(kind, doc, ({ phoneNumber }: NumberForSale) => {
    const area = areaOfNumber(phoneNumber)
    return area && from(area)
  })

const fields: Fields<NumberForSale> = {
  friendlyName: field(text, 'The number as people of its country write it.', (number) =>
    nationalFormat(number.phoneNumber),
  ),
  phoneNumber: field(text, 'The number in E.164.', (number) => number.phoneNumber),
  lata: inArea(text, 'Its local access and transport area.', ({ lata }) => lata),
  locality: inArea(text, 'Its city.', ({ locality }) => locality),
  rateCenter: inArea(text, 'Its rate center.', rateCenterOf),
  latitude: inArea(degrees, 'Where its city is.', ({ latitude }) => latitude),
  longitude: inArea(degrees, 'Where its city is.', ({ longitude }) => longitude),
  region: inArea(text, 'Its state or province, by two letters.', ({ region }) => region),
  postalCode: inArea(text, "Its city's postal code.", ({ postalCode }) => postalCode),
  isoCountry: field(text, 'Its country, by two letters.', (number) => number.isoCountry),
  addressRequirements: field(
    oneOf(['none', 'any', 'local', 'foreign']),
    'What address the buyer has to have registered.',
    () => 'none',
  ),
  beta: field(flag, 'Whether it is new to the platform.', () => false),
  // Written as they always were here, and nowhere else.
  capabilities: group('What it can do.', {
    voice: field(flag, 'Calls.', ({ capabilities }: NumberForSale) => capabilities.voice),
    sms: field(flag, 'Text messages.', ({ capabilities }: NumberForSale) => capabilities.sms, {
      json: 'SMS',
      xml: 'SMS',
    }),
    mms: field(flag, 'Messages with media.', ({ capabilities }: NumberForSale) => capabilities.mms, {
      json: 'MMS',
      xml: 'MMS',
    }),
    fax: field(flag, 'Fax.', ({ capabilities }: NumberForSale) => capabilities.fax),
  }),
}

const filters = {
  areaCode: param(integer(), 'Only numbers of this North American area code.', {
    or: () => new Problem('areaCodeInvalid'),
  }),
  contains: param(
    text,
    'Only numbers in which this is found, 2 to 16 characters: digits, letters for the digits of a telephone keypad, `*` for any digit; `+` in front ties it to the beginning of the number, `$` behind to its end.',
  ),
  smsEnabled: param(flag, 'Only numbers that can, or cannot, get and send texts.'),
  mmsEnabled: param(flag, 'Only numbers that can, or cannot, get and send media.'),
  voiceEnabled: param(flag, 'Only numbers that can, or cannot, call and be called.'),
  faxEnabled: param(flag, 'Only numbers that can, or cannot, fax.'),
  excludeAllAddressRequired: param(flag, 'Only numbers that need no registered address.'),
  excludeLocalAddressRequired: param(flag, 'Only numbers that need no registered address in their region.'),
  excludeForeignAddressRequired: param(flag, 'Only numbers that need no registered address abroad.'),
  beta: param(flag, 'Whether numbers that are new to the platform are shown.'),
  nearNumber: param(text, 'Only numbers within `Distance` of where this North American number is.'),
  nearLatLong: param(text, 'Only numbers within `Distance` of this place: latitude and longitude, with a comma.'),
  distance: param(integer(1, 500), 'How far, in miles: 25 unless said, 500 at most.'),
  inPostalCode: param(text, 'Only numbers of a city with this postal code.'),
  inRegion: param(text, 'Only numbers of this state or province, by its two letters.'),
  inRateCenter: param(text, 'Only numbers of this rate center, or of that of a number.'),
  inLata: param(text, 'Only numbers of this local access and transport area, or of that of a number.'),
  inLocality: param(text, 'Only numbers of this city.'),
}
type Filters = InputOf<typeof filters>

/** However many rows are asked for, a search shows no more. */
const mostRows = 30

async function find(type: NumberType | null, input: Filters, { params, path, has }: Call, rowsWanted: number) {
  const { countryCode = '' } = params
  if (!isCountry(countryCode)) throw new Problem('notFound', { path })
  const search = type && searchOf(countryCode, type, input)
  const rows = search ? await findNumbers(search, Math.min(rowsWanted, mostRows), has) : []
  return { rows, hasNext: false, hasPrevious: false }
}

/** Null for a search that nothing can answer. */
function searchOf(isoCountry: string, type: NumberType, input: Filters): NumberSearch | null {
  const { areaCode, contains, smsEnabled: sms, mmsEnabled: mms, voiceEnabled: voice, faxEnabled: fax } = input
  if (areaCode !== undefined && (areaCode < 200 || areaCode > 999)) throw new Problem('areaCodeInvalid')
  const pattern = contains ? readPattern(contains) : undefined
  if (pattern === null) throw new Problem('parameterInvalid', { parameter: 'Contains' })
  const near = nearOf(input)
  const place = { ...placeOf(input), ...(near && { near }) }
  // Who asks for a number's neighbours asks for nothing when nobody knows where it is.
  if (near === null) return null
  return {
    isoCountry,
    type,
    ...(areaCode !== undefined && { areaCode: String(areaCode) }),
    ...(pattern && { pattern }),
    place,
    capabilities: { sms, mms, voice, fax },
  }
}

function placeOf({ inPostalCode, inRegion, inRateCenter, inLata, inLocality }: Filters): PlaceWanted {
  const ofNumber = (raw: string) => areaOfNumber(normalizeNumber(raw) ?? '')
  const rateCenterArea = inRateCenter ? ofNumber(inRateCenter) : null
  return {
    ...(inPostalCode && { postalCode: inPostalCode }),
    ...(inRegion && { region: inRegion }),
    ...(inLocality && { locality: inLocality }),
    ...(inLata && { lata: ofNumber(inLata)?.lata ?? inLata }),
    ...(inRateCenter && { rateCenter: rateCenterArea ? rateCenterOf(rateCenterArea) : inRateCenter }),
  }
}

/** Undefined when no nearness is asked for, null when nobody knows where that is. */
function nearOf({ nearNumber, nearLatLong, distance: miles = 25 }: Filters): PlaceWanted['near'] | null {
  if (nearLatLong) return { ...readPoint(nearLatLong), miles }
  if (!nearNumber) return undefined
  const e164 = normalizeNumber(nearNumber)
  if (e164 === null) throw new Problem('parameterInvalid', { parameter: 'NearNumber' })
  const area = areaOfNumber(e164)
  return area && { latitude: area.latitude, longitude: area.longitude, miles }
}

function readPoint(raw: string): Point {
  const [, latitude, longitude] = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(raw) ?? []
  const point = { latitude: Number(latitude), longitude: Number(longitude) }
  if (!(Math.abs(point.latitude) <= 90 && Math.abs(point.longitude) <= 180))
    throw new Problem('parameterInvalid', { parameter: 'NearLatLong' })
  return point
}

/** Numbers of one kind; null for a kind of which nobody sells any. */
const ofKind = (type: NumberType | null, segment: string): Resource<NumberForSale> => ({
  name: 'AvailablePhoneNumber',
  plural: 'AvailablePhoneNumbers',
  collection: 'available_phone_numbers',
  doc: `A number that can be bought, of the kind ${segment}.`,
  mounts: [{ style: classic, path: `/Accounts/:accountSid/AvailablePhoneNumbers/:countryCode/${segment}` }],
  sidPrefixes: [],
  fields,
  list: listing({
    doc: `Searches for numbers of the kind ${segment} that can be bought; shows ${mostRows} at most.`,
    params: filters,
    unpaged: true,
    run: (input, call, { size }) => find(type, input, call, size),
  }),
})

/** Numbers that can be bought, by their kind. */
export const availablePhoneNumbers: readonly Resource<NumberForSale>[] = [
  ofKind('local', 'Local'),
  ofKind('tollfree', 'TollFree'),
  ofKind('mobile', 'Mobile'),
  ...['National', 'Voip', 'SharedCost', 'MachineToMachine'].map((segment) => ofKind(null, segment)),
]
