import { useQuery } from '@tanstack/react-query'
import { type AnswerOf, ask } from './control.ts'
import { useIsProduction } from './session.ts'

export type Fault = AnswerOf<'GET /faults'>['faults'][number]

/** How often the page looks what is set to go wrong, in milliseconds: programs set it, too. */
const glance = 5000

/** What is set to go wrong on purpose; in production nothing is. */
export const useFaults = () => {
  const isProduction = useIsProduction()
  return useQuery({
    queryKey: ['faults'],
    queryFn: ({ signal }) => ask('GET /faults', {}, signal),
    refetchInterval: glance,
    enabled: !isProduction,
  })
}
