import { gsmBasic, gsmExtension } from '../../../../src/domain/gsm7.ts'
import { partsOf, segmentsOf, smartEncode } from '../../../../src/domain/segments.ts'
import { useWords } from '../../i18n/words.ts'

const basic: ReadonlySet<string> = new Set(gsmBasic)
const extension: ReadonlySet<string> = new Set(gsmExtension)

/** How a text is written for the network: its segments, what forces the wider alphabet, and what smart encoding would make of it. */
export function Encoding({ body }: { body: string }) {
  const { message: words } = useWords()
  const { encoding, numSegments, units } = segmentsOf(body)
  const characters = [...new Intl.Segmenter().segment(body)].map(({ segment }) => segment)
  const foreign = characters.filter((one) => [...one].some((point) => !basic.has(point) && !extension.has(point)))
  const twice = encoding === 'GSM-7' ? characters.filter((one) => extension.has(one)) : []
  const smart = smartEncode(body)
  const better = segmentsOf(smart)
  return (
    <div className="space-y-3 rounded-md border border-line bg-surface p-3">
      <p>
        <strong>{encoding}</strong>: {words.units(units, encoding)}, {words.segments(numSegments)}
      </p>
      {foreign.length > 0 && (
        <div>
          <p>{words.forces(foreign.length)}</p>
          <Characters all={foreign} />
        </div>
      )}
      {twice.length > 0 && (
        <div>
          <p>{words.twice}</p>
          <Characters all={twice} />
        </div>
      )}
      <ol className="space-y-1">
        {partsOf(body).map((part, i) => (
          // Parts have no name but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={i} className="rounded bg-raised p-2">
            <span className="text-xs text-muted">{words.segment(i + 1)}</span>
            <bdi className="block whitespace-pre-wrap break-words">{part}</bdi>
          </li>
        ))}
      </ol>
      {smart === body ? (
        <p className="text-muted">{words.smartSame}</p>
      ) : (
        <p>
          {words.smart}: <strong>{better.encoding}</strong>, {words.segments(better.numSegments)}
          <bdi className="mt-1 block whitespace-pre-wrap break-words rounded bg-raised p-2">{smart}</bdi>
        </p>
      )}
    </div>
  )
}

const mostShown = 40

function Characters({ all }: { all: readonly string[] }) {
  return (
    <ul className="mt-1 flex flex-wrap gap-1">
      {[...new Set(all)].slice(0, mostShown).map((one) => (
        <li key={one} className="rounded bg-warn-soft px-1.5 py-0.5 text-warn">
          <bdi className="font-mono">{one}</bdi>{' '}
          <span className="text-xs">
            {[...one]
              .map((point) => `U+${point.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`)
              .join(' ')}
          </span>
        </li>
      ))}
    </ul>
  )
}
