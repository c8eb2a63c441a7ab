import { type Area, rateCenterOf } from './nanp-areas.ts'

/** Where numbers are wanted: everything that is said must hold. */
export interface PlaceWanted {
  region?: string
  locality?: string
  postalCode?: string
  rateCenter?: string
  lata?: string
  near?: { latitude: number; longitude: number; miles: number }
}

/** Whether an area is where numbers are wanted; one that nobody knows is nowhere. */
export function isAt(area: Area | null, wanted: PlaceWanted): boolean {
  const { region, locality, postalCode, rateCenter, lata, near } = wanted
  return (
    is(area?.region, region) &&
    is(area?.locality, locality) &&
    is(area?.postalCode, postalCode) &&
    is(area && rateCenterOf(area), rateCenter) &&
    is(area?.lata, lata) &&
    (near === undefined || (area !== null && milesBetween(area, near) <= near.miles))
  )
}

const is = (known: string | null | undefined, wanted: string | undefined): boolean =>
  wanted === undefined || known?.toLowerCase() === wanted.toLowerCase()

export interface Point {
  latitude: number
  longitude: number
}

const earthRadius = 3958.8
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Along the great circle. */
export function milesBetween(a: Point, b: Point): number {
  const across = Math.sin(radians(b.latitude - a.latitude) / 2) ** 2
  const along = Math.sin(radians(b.longitude - a.longitude) / 2) ** 2
  const half = across + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * along
  return 2 * earthRadius * Math.asin(Math.min(Math.sqrt(half), 1))
}
