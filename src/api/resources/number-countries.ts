import type { NumberType } from '../../domain/incoming-phone-number.ts'
import type { Market } from '../../domain/inventory.ts'
import { field, group } from '../field.ts'
import { flag, link, text } from '../kind.ts'
import { listing, type Resource } from '../resource.ts'
import { classic } from '../wire/classic.ts'

/** A country as one account sees it. */
interface Country extends Market {
  accountSid: string
}

const pathOf = ({ accountSid, isoCountry }: Country) => `/Accounts/${accountSid}/AvailablePhoneNumbers/${isoCountry}`

const below = (type: NumberType, segment: string) =>
  field(link, `Where its ${segment} numbers are.`, (country: Country) =>
    country.types.includes(type) ? `${pathOf(country)}/${segment}` : undefined,
  )

/** The countries in which numbers are sold. */
export const numberCountries: Resource<Country> = {
  name: 'Country',
  plural: 'Countries',
  collection: 'countries',
  doc: 'A country in which numbers can be bought.',
  mounts: [{ style: classic, path: '/Accounts/:accountSid/AvailablePhoneNumbers', instance: ':countryCode' }],
  sidPrefixes: [],
  instanceName: /^[A-Z]{2}$/,
  fields: {
    countryCode: field(text, 'The country by its two letters.', ({ isoCountry }) => isoCountry),
    country: field(text, 'Its name in English.', ({ isoCountry }) => nameOf(isoCountry)),
    uri: field(link, 'Where the country is.', pathOf),
    beta: field(flag, 'Whether its numbers are new to the platform.', () => false),
    subresourceUris: group('Where its numbers are, by their type.', {
      local: below('local', 'Local'),
      tollFree: below('tollfree', 'TollFree'),
      mobile: below('mobile', 'Mobile'),
    }),
  },
  list: listing({
    doc: 'Lists the countries in which numbers can be bought.',
    params: {},
    unpaged: true,
    run: async (_, { account: { sid: accountSid }, has }) => {
      const markets = await has.inventory.markets()
      return { rows: markets.map((market) => ({ ...market, accountSid })), hasNext: false, hasPrevious: false }
    },
  }),
  fetch: {
    doc: 'Fetches a country.',
    async run({ account: { sid: accountSid }, sid, has }) {
      const market = (await has.inventory.markets()).find(({ isoCountry }) => isoCountry === sid)
      return market ? { ...market, accountSid } : null
    },
  },
}

const nameOf = (isoCountry: string): string | null =>
  new Intl.DisplayNames(['en'], { type: 'region' }).of(isoCountry) ?? null
