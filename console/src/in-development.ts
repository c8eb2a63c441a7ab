import { useQuery } from '@tanstack/react-query'
import { ask, type Operation } from './control.ts'
import { useIsProduction } from './session.ts'

/** Asks for what only development has, again after so many milliseconds if said; in production nobody is asked. */
export function useInDevelopment<O extends Operation>(operation: O, name: string, again?: number) {
  const isProduction = useIsProduction()
  return useQuery({
    queryKey: [name],
    queryFn: ({ signal }) => ask(operation, {}, signal),
    enabled: !isProduction,
    ...(again !== undefined && { refetchInterval: again }),
  })
}
