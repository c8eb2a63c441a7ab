import type { FaultCode } from './fault.ts'
import { address, method, oneOf, someOf, text, whole } from './kind.ts'
import { attribute, element, optional } from './rule.ts'

// What several verbs and nouns have in common.

/** Where to go on after a verb. */
export const action = (wrongMethod?: FaultCode) => ({
  action: attribute(address, null),
  method: attribute(method, 'POST', wrongMethod),
})

/** What the called party hears first, and who is told how the call goes. */
export const calledParty = (wrongMethod?: FaultCode) => ({
  url: attribute(address, null),
  method: attribute(method, 'POST', wrongMethod),
  ...statusCallback,
  statusCallbackEvent: attribute(someOf('initiated', 'ringing', 'answered', 'completed'), ['completed']),
})

export const statusCallback = {
  statusCallback: attribute(address, null),
  statusCallbackMethod: attribute(method, 'POST'),
}

export const recordingCallback = {
  recordingStatusCallback: attribute(address, null, 13256),
  recordingStatusCallbackMethod: attribute(method, 'POST'),
  recordingStatusCallbackEvent: attribute(someOf('in-progress', 'completed', 'absent'), ['completed'], 13621),
}

/** Finds out whether a machine has answered. */
export const machineDetection = {
  machineDetection: optional(oneOf('Enable', 'DetectMessageEnd')),
  machineDetectionTimeout: attribute(whole(3, 60), 30),
  machineDetectionSpeechThreshold: attribute(whole(1000, 6000), 2400),
  machineDetectionSpeechEndThreshold: attribute(whole(500, 5000), 1200),
  machineDetectionSilenceTimeout: attribute(whole(2000, 10_000), 5000),
  amdStatusCallback: attribute(address, null),
  amdStatusCallbackMethod: attribute(method, 'POST'),
}

export const trim = oneOf('trim-silence', 'do-not-trim')

const named = { name: attribute(text, null), value: attribute(text, null) }

/** What is handed on to whoever takes part, by name. */
export const parameters = { Parameter: element(named, {}) }

export const config = { Config: element(named, {}) }

export const header = { Header: element(named, {}) }
