import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { ask } from '../../control.ts'
import { useHappenings } from '../../live.ts'
import {
  ageOf,
  has,
  type KeptLog,
  type LoggedMessage,
  mostKept,
  rememberSteps,
  withNewer,
  withOlder,
  withSteps,
} from './kept-log.ts'

const perPage = 100
/** Of what came meanwhile so many are asked for at once at most, and as many again until all are here. */
const mostAsked = 1000
const few = 10
const patience = 1000

export interface Log {
  rows: readonly LoggedMessage[]
  /** How many came since that are not shown, while somebody points at a row. */
  fresh: number
  isPending: boolean
  error: Error | null
  hasOlder: boolean
  showOlder(): void
  showFresh(): void
  retry(): void
}

/** The log of messages that fit a query, live: statuses change where they stand, and new rows come on top unless `held` says that rows must not move. */
export function useLog(held: boolean, q: string): Log {
  const queries = useQueryClient()
  const key = ['messages', q]
  const filter = q === '' ? {} : { q }
  const unseen = useRef({ q, sids: new Set<string>() })
  const steps = useRef<Parameters<typeof rememberSteps>[0]>(new Map())
  const isReading = useRef(false)
  const [counted, setCounted] = useState({ q, sids: 0 })
  /** Whether what is here may lack something that nobody told. */
  const hasMissed = useRef(false)
  const isHeld = useRef(held)
  const [turn, setTurn] = useState(0)
  const toldOf = counted.q === q ? counted.sids : 0

  const read = async (query: { limit: number; before?: string }, signal?: AbortSignal): Promise<KeptLog> =>
    // What was read may be older than a step that was told while it was on its way.
    withSteps(await ask('GET /messages', { query: { ...query, ...filter } }, signal), steps.current)
  const keep = (change: (log: KeptLog) => KeptLog) =>
    queries.setQueryData<KeptLog>(key, (log) => (log === undefined ? log : change(log)))

  const found = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => read({ limit: perPage }, signal),
    // What is here is kept up by what happens; nothing of it is right any more when nobody listened.
    gcTime: 0,
    staleTime: Infinity,
    structuralSharing: false,
    retry: false,
  })
  const log = found.data
  // Of what is told, nobody says whether it fits a query: while rows must not move that is looked at, now and then.
  const fitting = useQuery({
    queryKey: [...key, 'newest'],
    queryFn: ({ signal }) => read({ limit: perPage }, signal),
    enabled: held && q !== '' && toldOf > 0,
    gcTime: 0,
    staleTime: 0,
    structuralSharing: false,
    refetchInterval: patience,
  })
  const fresh = q === '' ? toldOf : newIn(fitting.data, log)
  const older = useMutation({
    async mutationFn(before: string) {
      const next = await read({ limit: perPage, before })
      keep((now) => (now.before === before ? withOlder(now, next) : now))
    },
  })

  /** Brings in what came; what is on its way when somebody begins to point at a row stays away, unless it is `wanted`. */
  async function showFresh(wanted = false): Promise<void> {
    if (isReading.current || !log) return
    isReading.current = true
    const { sids } = unseen.current
    const asked = [...sids]
    const isAnew = hasMissed.current
    try {
      const newer = await readDownTo(asked, isAnew ? perPage : few, read)
      if (isHeld.current && !wanted) return
      if (isAnew) hasMissed.current = false
      keep((now) => (isAnew ? newer : withNewer(now, newer.messages)))
      for (const sid of asked) sids.delete(sid)
      setCounted((before) => (before.q === q ? { q, sids: sids.size } : before))
    } catch {
      // They are still unseen, and asked for again.
      await new Promise((resolve) => setTimeout(resolve, patience))
    } finally {
      isReading.current = false
      setTurn((before) => before + 1)
    }
  }

  useHappenings((batch) => {
    if (batch.some(({ type }) => type === 'missed')) {
      steps.current.clear()
      hasMissed.current = true
      setTurn((before) => before + 1)
      if (found.isError) void found.refetch()
    }
    const told = batch.filter(({ type }) => type === 'message')
    if (told.length === 0) return
    rememberSteps(steps.current, told)
    keep((now) => withSteps(now, steps.current))
    if (unseen.current.q !== q) unseen.current = { q, sids: new Set() }
    const { sids } = unseen.current
    for (const { data } of told) sids.add(String(data.messageSid))
    for (const sid of sids) if (log && (has(log, sid) || isBelow(log, sid))) sids.delete(sid)
    setCounted({ q, sids: sids.size })
  })

  const isLoaded = log !== undefined
  const bringIn = useEffectEvent(() => showFresh())
  useEffect(() => {
    isHeld.current = held
    if ((toldOf > 0 || hasMissed.current) && !held && isLoaded) void bringIn()
  }, [toldOf, held, isLoaded, turn])

  return {
    rows: log?.messages ?? none,
    fresh,
    isPending: found.isPending,
    error: found.error ?? older.error,
    hasOlder: (log?.before ?? null) !== null,
    showOlder() {
      if (log?.before && !older.isPending) older.mutate(log.before)
    },
    showFresh: () => void showFresh(true),
    retry() {
      older.reset()
      void found.refetch()
    },
  }
}

const none: readonly LoggedMessage[] = []

/** How many of these the log has not, and are newer than what it has. */
const newIn = (newest: KeptLog | undefined, log: KeptLog | undefined): number =>
  newest && log ? newest.messages.filter(({ sid }) => !has(log, sid) && !isBelow(log, sid)).length : 0

/** Whether a message is older than all that the page has, and so among those that it has not loaded. */
const isBelow = ({ messages, before }: KeptLog, sid: string): boolean =>
  before !== null && messages.length > 0 && ageOf(sid) < ageOf(messages.at(-1)!.sid)

/** The newest, so many at least, down to the oldest of those that were told of. */
async function readDownTo(
  sids: readonly string[],
  least: number,
  read: (query: { limit: number; before?: string }) => Promise<KeptLog>,
): Promise<KeptLog> {
  const oldest = sids.map(ageOf).reduce((a, b) => (a < b ? a : b), '~')
  const limit = Math.min(mostAsked, Math.max(least, sids.length + few))
  let messages: readonly LoggedMessage[] = []
  let before: string | null = null
  do {
    const page: KeptLog = await read({ limit, ...(before !== null && { before }) })
    messages = [...messages, ...page.messages]
    before = page.before
  } while (before !== null && ageOf(before) > oldest && messages.length < mostKept)
  return { messages, before }
}
