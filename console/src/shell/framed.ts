import { useLocation } from '@tanstack/react-router'

/** Whether the page stands alone, without what is around every page: `?frame=1`. */
export const useIsFramed = (): boolean => useLocation({ select: ({ search }) => 'frame' in search })
