/** Why a call ends before its end: its time is over, or whoever asked for it takes it back. */
export type CutReason = { kind: 'total-timeout' } | { kind: 'aborted'; reason: unknown }

/**
 * The one way to end a call from outside, whatever it is doing: each step says, while it lasts, how it is interrupted.
 */
export interface Cut {
  reason: CutReason | null
  interrupt: ((reason: CutReason) => void) | null
}

export const newCut = (): Cut => ({ reason: null, interrupt: null })

export const cutOff = (cut: Cut, reason: CutReason): void => {
  if (cut.reason) return
  cut.reason = reason
  cut.interrupt?.(reason)
}
