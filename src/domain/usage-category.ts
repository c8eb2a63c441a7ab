/**
 * What usage is counted as. A category contains those whose names begin with its own and a hyphen: `sms` is the sum of `sms-inbound` and
 * `sms-outbound`, and these of what they contain; `totalprice` is the price of everything.
 */
export const usageCategories = `
a2p-registration-fees agent-conference amazon-polly answering-machine-detection authy-authentications authy-calls-outbound
authy-monthly-fees authy-phone-intelligence authy-phone-verifications authy-sms-outbound call-progess-events calleridlookups calls
calls-client calls-globalconference calls-inbound calls-inbound-local calls-inbound-mobile calls-inbound-tollfree calls-outbound
calls-pay-verb-transactions calls-recordings calls-sip calls-sip-inbound calls-sip-outbound calls-transfers carrier-lookups
channels channels-messaging channels-messaging-inbound channels-messaging-outbound channels-whatsapp channels-whatsapp-inbound
channels-whatsapp-outbound conversations conversations-api-requests conversations-conversation-events
conversations-endpoint-connectivity conversations-events conversations-participant-events conversations-participants cps flex-usage
fraud-lookups group-rooms group-rooms-data-track group-rooms-encrypted-media-recorded group-rooms-media-downloaded
group-rooms-media-recorded group-rooms-media-routed group-rooms-media-stored group-rooms-participant-minutes
group-rooms-recorded-minutes imp-v1-usage lookups marketplace marketplace-algorithmia-named-entity-recognition
marketplace-cadence-transcription marketplace-cadence-translation marketplace-capio-speech-to-text marketplace-convriza-ababa
marketplace-deepgram-phrase-detector marketplace-digital-segment-business-info marketplace-facebook-offline-conversions
marketplace-google-speech-to-text marketplace-ibm-watson-message-insights marketplace-ibm-watson-message-sentiment
marketplace-ibm-watson-recording-analysis marketplace-ibm-watson-tone-analyzer marketplace-icehook-systems-scout
marketplace-infogroup-dataaxle-bizinfo marketplace-keen-io-contact-center-analytics marketplace-marchex-cleancall
marketplace-marchex-sentiment-analysis-for-sms marketplace-marketplace-nextcaller-social-id
marketplace-mobile-commons-opt-out-classifier marketplace-nexiwave-voicemail-to-text
marketplace-nextcaller-advanced-caller-identification marketplace-nomorobo-spam-score marketplace-payfone-tcpa-compliance
marketplace-remeeting-automatic-speech-recognition marketplace-tcpa-defense-solutions-blacklist-feed marketplace-telo-opencnam
marketplace-truecnam-true-spam marketplace-twilio-caller-name-lookup-us marketplace-twilio-carrier-information-lookup
marketplace-voicebase-pci marketplace-voicebase-transcription marketplace-voicebase-transcription-custom-vocabulary
marketplace-whitepages-pro-caller-identification marketplace-whitepages-pro-phone-intelligence
marketplace-whitepages-pro-phone-reputation marketplace-wolfarm-spoken-results marketplace-wolfram-short-answer
marketplace-ytica-contact-center-reporting-analytics mediastorage mms mms-inbound mms-inbound-longcode mms-inbound-shortcode
mms-messages-carrierfees mms-outbound mms-outbound-longcode mms-outbound-shortcode monitor-reads monitor-storage monitor-writes
notify notify-actions-attempts notify-channels number-format-lookups pchat pchat-users peer-to-peer-rooms-participant-minutes pfax
pfax-minutes pfax-minutes-inbound pfax-minutes-outbound pfax-pages phonenumbers phonenumbers-cps phonenumbers-emergency
phonenumbers-local phonenumbers-mobile phonenumbers-setups phonenumbers-tollfree premiumsupport proxy proxy-active-sessions
pstnconnectivity pv pv-composition-media-downloaded pv-composition-media-encrypted pv-composition-media-stored
pv-composition-minutes pv-recording-compositions pv-room-participants pv-room-participants-au1 pv-room-participants-br1
pv-room-participants-ie1 pv-room-participants-jp1 pv-room-participants-sg1 pv-room-participants-us1 pv-room-participants-us2
pv-rooms pv-sip-endpoint-registrations recordings recordingstorage rooms-group-bandwidth rooms-group-minutes
rooms-peer-to-peer-minutes shortcodes shortcodes-customerowned shortcodes-mms-enablement shortcodes-mps shortcodes-random
shortcodes-uk shortcodes-vanity small-group-rooms small-group-rooms-data-track small-group-rooms-participant-minutes sms sms-inbound
sms-inbound-longcode sms-inbound-shortcode sms-messages-carrierfees sms-messages-features sms-messages-features-senderid
sms-outbound sms-outbound-content-inspection sms-outbound-longcode sms-outbound-shortcode speech-recognition studio-engagements sync
sync-actions sync-endpoint-hours sync-endpoint-hours-above-daily-cap taskrouter-tasks totalprice transcriptions trunking-cps
trunking-emergency-calls trunking-origination trunking-origination-local trunking-origination-mobile trunking-origination-tollfree
trunking-recordings trunking-secure trunking-termination tts-google turnmegabytes turnmegabytes-australia turnmegabytes-brasil
turnmegabytes-germany turnmegabytes-india turnmegabytes-ireland turnmegabytes-japan turnmegabytes-singapore turnmegabytes-useast
turnmegabytes-uswest twilio-interconnect verify-push verify-totp verify-whatsapp-conversations-business-initiated video-recordings
virtual-agent voice-insights voice-insights-client-insights-on-demand-minute voice-insights-ptsn-insights-on-demand-minute
voice-insights-sip-interface-insights-on-demand-minute voice-insights-sip-trunking-insights-on-demand-minute voice-intelligence
voice-intelligence-operators voice-intelligence-transcription wireless wireless-orders wireless-orders-artwork wireless-orders-bulk
wireless-orders-esim wireless-orders-starter wireless-usage wireless-usage-commands wireless-usage-commands-africa
wireless-usage-commands-asia wireless-usage-commands-centralandsouthamerica wireless-usage-commands-europe
wireless-usage-commands-home wireless-usage-commands-northamerica wireless-usage-commands-oceania wireless-usage-commands-roaming
wireless-usage-data wireless-usage-data-africa wireless-usage-data-asia wireless-usage-data-centralandsouthamerica
wireless-usage-data-custom-additionalmb wireless-usage-data-custom-first5mb wireless-usage-data-domestic-roaming
wireless-usage-data-europe wireless-usage-data-individual-additionalgb wireless-usage-data-individual-firstgb
wireless-usage-data-international-roaming-canada wireless-usage-data-international-roaming-india
wireless-usage-data-international-roaming-mexico wireless-usage-data-northamerica wireless-usage-data-oceania
wireless-usage-data-pooled wireless-usage-data-pooled-downlink wireless-usage-data-pooled-uplink wireless-usage-mrc
wireless-usage-mrc-custom wireless-usage-mrc-individual wireless-usage-mrc-pooled wireless-usage-mrc-suspended wireless-usage-sms
wireless-usage-voice`
  .trim()
  .split(/\s+/)

export const totalPrice = 'totalprice'

/** The categories that this server fills; the others are there, and stay at zero. */
export type CountedCategory =
  | `${'sms' | 'mms'}-${'inbound' | 'outbound'}${'' | '-longcode' | '-shortcode'}`
  | `channels-${'messaging' | 'whatsapp'}-${'inbound' | 'outbound'}`
  | `calls-inbound-${'local' | 'mobile' | 'tollfree'}`
  | 'calls-outbound'
  | `calls-sip-${'inbound' | 'outbound'}`
  | 'calls-client'
  | 'recordings'
  | `phonenumbers-${'local' | 'mobile' | 'tollfree'}`

/** Whether a category is another one or is contained in it. */
export const isWithin = (category: string, other: string): boolean =>
  other === totalPrice || category === other || category.startsWith(`${other}-`)

export interface CategoryWords {
  /** For people. */
  description: string
  /** What is counted; empty where it is money. */
  countUnit: string
  /** What it is billed by. */
  usageUnit: string
}

export function wordsOf(category: string, priceUnit: string): CategoryWords {
  if (category === totalPrice) return { description: 'Total Price', countUnit: '', usageUnit: priceUnit }
  const [, countUnit = '', usageUnit = countUnit] = units.find(([names]) => names.test(category)) ?? []
  return { description: descriptions.get(category) ?? inTitleCase(category), countUnit, usageUnit }
}

/** The first whose pattern fits. */
const units: readonly (readonly [names: RegExp, countUnit: string, usageUnit?: string])[] = [
  [/carrierfees/, 'segments'],
  [/^(sms|mms|channels)/, 'messages'],
  [/^(calls-)?recordings$/, 'recordings', 'minutes'],
  [/^(calls|trunking-(origination|termination))/, 'calls', 'minutes'],
  [/^phonenumbers/, 'numbers'],
  [/^shortcodes/, 'shortcodes'],
  [/lookups$/, 'lookups'],
  [/^transcriptions$/, 'transcriptions'],
]

const descriptions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    calleridlookups: 'Caller Name Lookups',
    calls: 'Voice Minutes',
    'calls-inbound': 'Inbound Voice Minutes',
    'calls-inbound-local': 'Inbound Local Voice Minutes',
    'calls-inbound-mobile': 'Inbound Mobile Voice Minutes',
    'calls-inbound-tollfree': 'Inbound Toll Free Voice Minutes',
    'calls-outbound': 'Outbound Voice Minutes',
    mediastorage: 'Media Storage',
    'mms-inbound': 'Inbound MMS',
    'mms-inbound-longcode': 'Long Code Inbound MMS',
    'mms-inbound-shortcode': 'Short Code Inbound MMS',
    'mms-outbound': 'Outbound MMS',
    'mms-outbound-longcode': 'Long Code Outbound MMS',
    'mms-outbound-shortcode': 'Short Code Outbound MMS',
    phonenumbers: 'Phone Numbers',
    'phonenumbers-local': 'Local Phone Numbers',
    'phonenumbers-mobile': 'Mobile Phone Numbers',
    'phonenumbers-tollfree': 'Toll Free Phone Numbers',
    recordingstorage: 'Recording Storage',
    shortcodes: 'Short Codes',
    'sms-inbound': 'Inbound SMS',
    'sms-inbound-longcode': 'Long Code Inbound SMS',
    'sms-inbound-shortcode': 'Short Code Inbound SMS',
    'sms-outbound': 'Outbound SMS',
    'sms-outbound-longcode': 'Long Code Outbound SMS',
    'sms-outbound-shortcode': 'Short Code Outbound SMS',
  }),
)

const inCapitals: ReadonlySet<string> = new Set(['api', 'cps', 'mms', 'mps', 'mrc', 'pv', 'sip', 'sms', 'tts', 'uk'])

const inTitleCase = (category: string): string =>
  category
    .split('-')
    .map((word) => (inCapitals.has(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ')
