import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { controlAddress } from './control.ts'

export const liveTypes = ['message', 'transcript', 'webhook', 'phone'] as const
export type LiveType = (typeof liveTypes)[number]

/** Something that happened, as the server told it. */
export interface Happening {
  id: string
  type: LiveType | 'missed'
  data: Readonly<Record<string, unknown>>
}

type Listener = (happenings: readonly Happening[]) => void

/** Pages are told three times a second at most, with all that happened meanwhile. */
const rhythm = 333
/** So long a server is left alone that let nobody follow, in milliseconds; it is asked again as long as the page is open. */
const rest = 3000
const listeners = new Set<Listener>()
const watchers = new Set<() => void>()
let connected = false
let last: string | null = null
let waiting: Happening[] = []
let timer: ReturnType<typeof setTimeout> | null = null

function take(happenings: readonly Happening[]): void {
  for (const { id } of happenings) last = id === '' ? last : id
  waiting.push(...happenings)
  timer ??= setTimeout(pass, rhythm)
}

/** Passes on what waits: to the pages of this tab and, where it follows the server, to the other tabs. */
function pass(): void {
  clearTimeout(timer ?? undefined)
  timer = null
  const batch = waiting
  waiting = []
  if (batch.length === 0) return
  if (isFollowing) tell({ is: 'happenings', happenings: batch })
  for (const listener of listeners) listener(batch)
}

function say(isConnected: boolean): void {
  if (connected === isConnected) return
  connected = isConnected
  for (const watcher of watchers) watcher()
}

/** What tabs of one browser tell each other: one of them follows the server, since a browser opens few connections to it. */
type Word =
  | { is: 'happenings'; happenings: readonly Happening[] }
  | { is: 'state'; connected: boolean; place: string | null }
  /** From a tab that is new, to the one that follows. */
  | { is: 'question' }

// Over plain http from another machine browsers have no locks: then each tab follows by itself, and tells the others nothing.
const locks = 'locks' in navigator ? navigator.locks : null
const channel = locks && new BroadcastChannel('trunkline.live')
const tell = (word: Word) => channel?.postMessage(word)

if (channel)
  channel.onmessage = ({ data: word }: MessageEvent<Word>) => {
    if (word.is === 'happenings') take(word.happenings)
    else if (word.is === 'state') {
      // All behind this place is told to this tab as well, so it can go on from there.
      last ??= word.place
      say(word.connected)
    } else if (isFollowing) tellState()
  }

let isAsked = false
let isFollowing = false

function tellState(): void {
  // What is up to that place is told before.
  pass()
  tell({ is: 'state', connected, place: last })
}

/** Begins to follow the server, in this tab or through the one that does already; `refused` is called when the server lets nobody follow. */
export function goLive(refused: () => void): void {
  if (isAsked) return
  isAsked = true
  if (!locks) return follow(refused)
  // The lock is held as long as this tab is open: then the next one takes over from the place that it has seen.
  void locks.request('trunkline.live', () => {
    follow(refused)
    return new Promise<never>(() => {})
  })
  tell({ is: 'question' })
}

function follow(refused: () => void): void {
  // What another tab told before was told to all.
  if (!isFollowing) pass()
  isFollowing = true
  const after = last === null ? '' : `?after=${encodeURIComponent(last)}`
  const events = new EventSource(`${controlAddress}/events${after}`)
  events.onopen = () => {
    say(true)
    tellState()
    // What happened since the pages asked the server, and before it is followed, nobody tells.
    if (last === null) take([{ id: '', type: 'missed', data: {} }])
  }
  events.onerror = () => {
    say(false)
    tellState()
    // A server that refused is asked again; one that is away is asked again by the browser.
    if (events.readyState !== EventSource.CLOSED) return
    refused()
    setTimeout(() => follow(refused), rest)
  }
  for (const type of [...liveTypes, 'missed'] as const)
    events.addEventListener(type, ({ lastEventId: id, data }: MessageEvent<string>) =>
      take([{ id, type, data: JSON.parse(data) as Happening['data'] }]),
    )
}

/** Calls the listener with what happened, some at a time, as long as the component is there. */
export function useHappenings(listener: Listener): void {
  const told = useEffectEvent(listener)
  useEffect(() => {
    const heard: Listener = (batch) => told(batch)
    listeners.add(heard)
    return () => void listeners.delete(heard)
  }, [])
}

/** Whether the server is followed now. */
export const useConnected = (): boolean =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => connected,
  )
