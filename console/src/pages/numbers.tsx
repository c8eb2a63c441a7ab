import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCredentials } from '../credentials.ts'
import { ask } from '../control.ts'
import { useWords } from '../i18n/words.ts'
import { cliLine, controlCurl } from '../parts/counterparts.ts'
import { literal } from '../parts/literal.ts'
import { SameBy } from '../parts/same-by.tsx'
import { ShowError } from '../parts/show-error.tsx'
import { NotYet } from '../parts/not-yet.tsx'
import { look } from '../parts/styles.ts'
import { Teaching } from '../parts/teaching.tsx'
import { useIsProduction } from '../session.ts'

const shown = 200

/** The numbers that accounts own, and those that can be bought. */
export function Numbers() {
  const { numbers: words } = useWords()
  const isProduction = useIsProduction()
  const found = useQuery({
    queryKey: ['numbers'],
    queryFn: ({ signal }) => ask('GET /numbers', { query: { limit: shown } }, signal),
  })
  if (!found.data) return <NotYet of={found} title={words.title} />
  const { numbers } = found.data
  return (
    <div className="mx-auto max-w-5xl space-y-4 p-4">
      <h1 className="text-lg font-semibold">{words.title}</h1>
      {numbers.length === 0 ? (
        <Teaching
          title={words.empty}
          lines={[
            cliLine('numbers buy', [], { 'area-code': '415' }),
            controlCurl('POST /numbers', { body: { account: 'AC…', areaCode: '415' } }),
          ]}
        >
          {words.emptyHint}
        </Teaching>
      ) : (
        <ul className={`${look.panel} divide-y divide-line`}>
          {numbers.map(({ phoneNumber, friendlyName, accountSid, smsUrl, voiceUrl, capabilities }) => (
            <li key={phoneNumber} data-row className="px-3 py-2">
              <Link
                to="/numbers/$number"
                params={{ number: phoneNumber }}
                className="font-mono font-medium text-accent underline"
              >
                {phoneNumber}
              </Link>{' '}
              <bdi className="text-muted">{friendlyName}</bdi>
              <p className="break-all text-xs text-muted">
                {accountSid} ·{' '}
                {Object.entries(capabilities)
                  .filter(([, can]) => can)
                  .map(([name]) => name)
                  .join(', ')}
              </p>
              {(smsUrl || voiceUrl) && (
                <p className="break-all font-mono text-xs">
                  {smsUrl} {voiceUrl}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      {!isProduction && <Buy />}
      <SameBy
        lines={{
          curl: controlCurl('GET /numbers'),
          CLI: cliLine('numbers list'),
          test: 'account.phoneNumbers',
        }}
      />
    </div>
  )
}

function Buy() {
  const { numbers: words, common } = useWords()
  const queries = useQueryClient()
  const [areaCode, setAreaCode] = useState('415')
  const isWhole = /^[2-9]\d\d$/.test(areaCode)
  const credentials = useCredentials()
  const offers = useQuery({
    queryKey: ['for-sale', areaCode],
    queryFn: ({ signal }) => ask('GET /numbers-for-sale', { query: { areaCode } }, signal),
    enabled: isWhole,
    retry: false,
  })
  const first = offers.data?.numbers[0]?.phoneNumber ?? '+14155550100'
  const [account, setAccount] = useState<string | null>(null)
  const owner = account ?? credentials.data?.accountSid ?? ''
  const buy = useMutation({
    mutationFn: (number: string) => ask('POST /numbers', { body: { account: owner, number } }),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['numbers'] }),
        queries.invalidateQueries({ queryKey: ['for-sale'] }),
      ]),
  })
  return (
    <section className={`${look.panel} space-y-2 p-3`}>
      <h2 className="font-semibold">{words.buy}</h2>
      <div className="flex flex-wrap gap-3">
        <label className="flex items-center gap-1.5 text-muted">
          {words.areaCode}
          <input
            value={areaCode}
            inputMode="numeric"
            maxLength={3}
            onChange={({ target }) => setAreaCode(target.value)}
            className={`${look.field} w-16 font-mono`}
          />
        </label>
        <label className="flex min-w-0 flex-1 items-center gap-1.5 text-muted max-md:basis-full">
          <span className="whitespace-nowrap">{words.account}</span>
          <input
            value={owner}
            onChange={({ target }) => setAccount(target.value)}
            className={`${look.field} w-full min-w-0 font-mono text-xs md:w-80`}
          />
        </label>
      </div>
      <ShowError error={offers.error ?? buy.error} />
      {offers.isFetching && <p className="text-muted">{common.loading}</p>}
      <ul aria-label={words.forSale} className="flex flex-wrap gap-2">
        {offers.data?.numbers.map(({ phoneNumber }) => (
          <li key={phoneNumber}>
            <button
              type="button"
              disabled={buy.isPending || owner === ''}
              onClick={() => buy.mutate(phoneNumber)}
              className={`${look.chip} font-mono`}
            >
              <span className="sr-only">{words.take}</span> {phoneNumber}
            </button>
          </li>
        ))}
      </ul>
      <SameBy
        deeds={{
          [words.forSale]: {
            curl: controlCurl('GET /numbers-for-sale', { query: { areaCode } }),
            CLI: cliLine('numbers for-sale', [], { 'area-code': areaCode }),
            test: `await account.client(twilio).availablePhoneNumbers('US').local.list({ areaCode: ${Number(areaCode) || 415} })`,
          },
          [words.take]: {
            curl: controlCurl('POST /numbers', { body: { account: owner, number: first } }),
            CLI: cliLine('numbers buy', [first], { account: owner }),
            test: `await account.client(twilio).incomingPhoneNumbers.create(${literal({ phoneNumber: first })})`,
          },
        }}
      />
    </section>
  )
}
