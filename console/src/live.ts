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

/** Pages are told four times a second at most, with all that happened meanwhile. */
const rhythm = 250
const listeners = new Set<Listener>()
const watchers = new Set<() => void>()
let connected = false
let last: string | null = null
let waiting: Happening[] = []
let timer: ReturnType<typeof setTimeout> | null = null

function take(happening: Happening): void {
  last = happening.id === '' ? last : happening.id
  waiting.push(happening)
  timer ??= setTimeout(() => {
    timer = null
    const batch = waiting
    waiting = []
    for (const listener of listeners) listener(batch)
  }, rhythm)
}

function say(isConnected: boolean): void {
  if (connected === isConnected) return
  connected = isConnected
  for (const watcher of watchers) watcher()
}

/** What tabs of one browser tell each other: one of them follows the server, since a browser opens few connections to it. */
const channel = new BroadcastChannel('trunkline.live')
channel.onmessage = ({ data }: MessageEvent<Happening | boolean>) => {
  if (typeof data === 'boolean') say(data)
  else take(data)
}

let isAsked = false

/** Begins to follow the server, in this tab or through the one that does already; `refused` is called when the server lets nobody follow. */
export function goLive(refused: () => void): void {
  if (isAsked) return
  isAsked = true
  // Over plain http from another machine browsers have no locks: then each tab follows by itself.
  if (!('locks' in navigator)) return void follow(refused)
  // The lock is held as long as this tab is open: then the next one takes over from the place that it has seen.
  void navigator.locks.request('trunkline.live', () => follow(refused))
}

function follow(refused: () => void): Promise<never> {
  const after = last === null ? '' : `?after=${encodeURIComponent(last)}`
  const events = new EventSource(`${controlAddress}/events${after}`)
  const tell = (isConnected: boolean) => {
    say(isConnected)
    channel.postMessage(isConnected)
  }
  events.onopen = () => tell(true)
  events.onerror = () => {
    tell(false)
    // A server that refused is asked again; one that is away is asked again by the browser.
    if (events.readyState !== EventSource.CLOSED) return
    refused()
    setTimeout(() => void follow(refused), 3000)
  }
  for (const type of [...liveTypes, 'missed'] as const)
    events.addEventListener(type, ({ lastEventId: id, data }: MessageEvent<string>) => {
      const happening = { id, type, data: JSON.parse(data) as Happening['data'] }
      take(happening)
      channel.postMessage(happening)
    })
  return new Promise<never>(() => {})
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
