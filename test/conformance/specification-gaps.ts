/** What the public description lists and this server does not have, and why. */
export const absent: readonly { because: string; paths: readonly RegExp[] }[] = [
  {
    because: 'Addresses are for regulators: the simulator sells numbers without, and an operator keeps them elsewhere.',
    paths: [/\/Addresses/],
  },
  { because: 'Connect apps belong to a marketplace that is not here.', paths: [/\/(Authorized)?ConnectApps/] },
  { because: 'Add-ons are sold by nobody here.', paths: [/\/AssignedAddOns/, /\/AddOnResults/] },
  { because: 'Conferences and queues are not simulated.', paths: [/\/Conferences/, /\/Queues/] },
  { because: 'Speech is not transcribed.', paths: [/\/Transcriptions/] },
  {
    because: 'Payments, streams, SIP recording and messages of their own are not simulated in calls.',
    paths: [/\/Payments/, /\/Streams/, /\/Siprec/, /\/UserDefinedMessage/],
  },
  { because: 'The events of a call are not kept request by request.', paths: [/\/Calls\/\{CallSid\}\/Events/] },
  { because: 'There is no network traversal service to get tokens for.', paths: [/\/Tokens/] },
  {
    because: 'Registration with carriers is a matter between people, and needs no server for tests.',
    paths: [/\/v1\/a2p\//, /\/Compliance\/Usa2p/, /\/Tollfree\//, /\/PreregisteredUsa2p/, /\/Services\/Usecases/],
  },
  { because: 'Links are not shortened.', paths: [/\/LinkShortening\//] },
  { because: 'Who changed what in an account is not kept as events.', paths: [/\/v1\/Events/] },
  { because: 'Numbers are not deactivated by carriers here.', paths: [/\/Deactivations/] },
  {
    because: 'Only numbers, short codes and names can be in the pool of a messaging service.',
    paths: [/\/ChannelSenders/, /\/DestinationAlphaSenders/],
  },
]

type Gaps = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Parameters that are passed over, by operation. */
export const ignoredParameters: Gaps = {
  FetchRecording: { IncludeSoftDeleted: 'Recordings are deleted at once: nothing is left of them to show.' },
  ...Object.fromEntries(
    ['Country', 'Local', 'MachineToMachine', 'Mobile', 'National', 'SharedCost', 'TollFree', 'Voip'].map((type) => [
      `ListAvailablePhoneNumber${type}`,
      { Page: 'what is for sale stands on one page', PageToken: 'what is for sale stands on one page' },
    ]),
  ),
}

/** Properties that are not shown, by operation. */
export const absentProperties: Gaps = {}
