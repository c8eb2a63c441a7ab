import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Refused } from './control.ts'
import { Speaking } from './i18n/speaking.tsx'
import { goLive } from './live.ts'
import { router } from './router.tsx'
import './styles.css'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What happens is told live; what was refused is not asked again.
      staleTime: 60_000,
      retry: (times, error) => times < 3 && !(error instanceof Refused),
    },
  },
})

const place = document.getElementById('root')
if (!place) throw new Error('the page has no place for the console')
goLive()
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Speaking>
        <RouterProvider router={router} />
      </Speaking>
    </QueryClientProvider>
  </StrictMode>,
)
