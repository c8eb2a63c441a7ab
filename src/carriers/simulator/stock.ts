import type { NumberType } from '../../domain/incoming-phone-number.ts'
import { areas } from '../../domain/nanp-areas.ts'
import { isTollFree } from '../../domain/phone-number.ts'

/** Numbers of one kind, as a template: their digits, with `*` where any may stand. */
export interface Lot {
  isoCountry: string
  type: NumberType
  template: string
  areaCode?: string
}

/** A country's numbers that are local, mobile and paid by the called. */
const world: Readonly<Record<string, Readonly<Partial<Record<NumberType, string>>>>> = {
  AT: { local: '431*******', mobile: '43664*******' },
  AU: { local: '612********', mobile: '614********', tollfree: '611800******' },
  BE: { local: '322*******', mobile: '3247*******' },
  BR: { local: '55113*******', mobile: '55119********' },
  CH: { local: '4144*******', mobile: '4179*******' },
  CZ: { local: '4202********', mobile: '420602******' },
  DE: { local: '4930*******', mobile: '4915*********' },
  DK: { local: '4528******' },
  EE: { local: '372600****', mobile: '3725*******' },
  ES: { local: '3491*******', mobile: '346********' },
  FI: { local: '3589*******', mobile: '35840*******' },
  FR: { local: '331********', mobile: '336********', tollfree: '33800******' },
  GB: { local: '4420********', mobile: '447400******', tollfree: '44808*******' },
  GR: { local: '3021********', mobile: '3069********' },
  HK: { local: '8522*******', mobile: '8526*******' },
  HU: { local: '361*******', mobile: '3620*******' },
  IE: { local: '3531*******', mobile: '35385*******' },
  IL: { local: '9723*******', mobile: '97252*******' },
  IT: { local: '3902********', mobile: '39347*******' },
  JP: { local: '813********', mobile: '8190********', tollfree: '81120******' },
  MX: { local: '5255********' },
  NL: { local: '3120*******', mobile: '316********' },
  NO: { local: '472*******', mobile: '474*******' },
  NZ: { local: '649*******', mobile: '6421*******' },
  PH: { local: '632********', mobile: '63917*******' },
  PL: { local: '4822*******', mobile: '48500******' },
  PT: { local: '35121*******', mobile: '35191*******' },
  RO: { local: '4021*******', mobile: '4072*******' },
  SE: { local: '468*******', mobile: '4670*******' },
  SG: { local: '656*******', mobile: '658*******' },
  ZA: { local: '2721*******', mobile: '2782*******' },
}

const tollFreeCodes = Array.from({ length: 100 }, (_, i) => String(800 + i)).filter((areaCode) =>
  isTollFree(`+1${areaCode}5550100`),
)

/** On the islands, only few of the numbers that an area code could have are given out: a search would look for long. */
const searched: ReadonlySet<string> = new Set(['US', 'CA', 'PR'])

const northAmerican = (isoCountry: string, type: NumberType) => (areaCode: string) =>
  ({ isoCountry, type, areaCode, template: `1${areaCode}*******` }) satisfies Lot

/** Everything that can be searched: North America by area code, elsewhere some numbers of each kind. */
export const stock: readonly Lot[] = [
  ...areas
    .filter(({ isoCountry }) => searched.has(isoCountry))
    .flatMap(({ isoCountry, areaCodes }) => areaCodes.map(northAmerican(isoCountry, 'local'))),
  ...tollFreeCodes.map(northAmerican('US', 'tollfree')),
  ...Object.entries(world).flatMap(([isoCountry, templates]) =>
    Object.entries(templates).map(([type, template]) => ({ isoCountry, type: type as NumberType, template })),
  ),
]
