import { QueryCache, QueryClient } from '@tanstack/react-query'
import { Refused } from './control.ts'
import { sessionQuery } from './session.ts'

/** What the pages know of the server. */
export const queries = new QueryClient({
  queryCache: new QueryCache({
    onError(error, { queryKey }) {
      if (error instanceof Refused && [401, 403].includes(error.status) && queryKey[0] !== sessionQuery.queryKey[0])
        lookAgain()
    },
  }),
  defaultOptions: {
    queries: {
      // What happens is told live; what was refused is not asked again.
      staleTime: 60_000,
      retry: (times, error) => times < 2 && !(error instanceof Refused),
      retryDelay: (times) => 300 * 2 ** times,
    },
  },
})

/** Sees whether the login is over: then the shell shows where to log in. */
export const lookAgain = (): void => void queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
