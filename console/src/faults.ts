import type { AnswerOf } from './control.ts'
import { useInDevelopment } from './in-development.ts'

export type Fault = AnswerOf<'GET /faults'>['faults'][number]

/** How often the page looks what is set to go wrong, in milliseconds: programs set it, too. */
const glance = 5000

/** What is set to go wrong on purpose; in production nothing is. */
export const useFaults = () => useInDevelopment('GET /faults', 'faults', glance)
