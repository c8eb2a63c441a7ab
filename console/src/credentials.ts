import { useInDevelopment } from './in-development.ts'

/** What the first account is used by; production tells nobody. */
export const useCredentials = () => useInDevelopment('GET /credentials', 'credentials')
