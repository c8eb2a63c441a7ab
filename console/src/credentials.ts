import { useQuery } from '@tanstack/react-query'
import { ask } from './control.ts'
import { useIsProduction } from './session.ts'

/** What the first account is used by; production tells nobody. */
export const useCredentials = () => {
  const isProduction = useIsProduction()
  return useQuery({
    queryKey: ['credentials'],
    queryFn: ({ signal }) => ask('GET /credentials', {}, signal),
    enabled: !isProduction,
  })
}
