import { type AnswerOf, addressOf } from '../control.ts'
import { Icon } from './icon.tsx'

type Medium = AnswerOf<'GET /messages/{sid}'>['media'][number]

const pictures: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** What a message carries: pictures as such, all else to be saved. */
export function Media({ sid, media }: { sid: string; media: readonly Medium[] }) {
  if (media.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-2">
      {media.map(({ sid: mediaSid, contentType, size }) => {
        const address = addressOf('GET /messages/{sid}/media/{mediaSid}', { path: { sid, mediaSid } })
        const told = `${contentType}, ${Math.ceil(size / 1024)} KB`
        return (
          <li key={mediaSid}>
            <a href={address} target="_blank" rel="noreferrer" className="block text-xs underline">
              {pictures.has(contentType) ? (
                <img
                  src={address}
                  alt={told}
                  loading="lazy"
                  className="max-h-60 max-w-full rounded border border-line"
                />
              ) : (
                <span className="flex gap-1">
                  <Icon name="clip" /> {told}
                </span>
              )}
            </a>
          </li>
        )
      })}
    </ul>
  )
}
