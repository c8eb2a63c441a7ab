import { anyText, numberFrom } from './kinds.ts'
import { optional } from './route.ts'

const usualPage = 50

/** How a list is asked for that goes from the newest on. */
export const pageFields = {
  limit: optional(numberFrom(1, 1000), `How many at most; ${usualPage} unless said.`),
  before: optional(anyText, 'What the page before gave as `before`. It is null on the last one, and only there.'),
}

export const pageOf = ({
  limit = usualPage,
  before,
}: {
  limit?: number
  before?: string
}): [number, string | undefined] => [limit, before]
