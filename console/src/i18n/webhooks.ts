import type { Translated } from './texts.ts'

export const en = {
  title: 'Webhooks',
  back: 'All webhooks',
  empty: 'No application was asked yet',
  emptyHint:
    'Each request to your application appears here with its answer. Give a number an address, and text it from a phone:',
  nothing: 'None fits these filters.',
  onlyFailed: 'Only failed',
  kind: 'Kind',
  every: 'every kind',
  time: 'Time',
  status: 'Answer',
  request: 'Request',
  duration: 'Took',
  subject: 'About',
  replayShown: (n: number) => (n === 1 ? 'Replay the one shown' : `Replay the ${n} shown`),
  replayed: (done: number, failed: number) => `${done} replayed, ${failed} failed`,
}

export const ja: Translated<typeof en> = {
  title: 'Webhook',
  back: 'Webhook 一覧',
  empty: 'アプリケーションへの要求はまだありません',
  emptyHint:
    'アプリケーションへの各リクエストと応答がここに表示されます。番号にアドレスを設定し、電話からテキストを送ってください:',
  nothing: '条件に合うものはありません。',
  onlyFailed: '失敗のみ',
  kind: '種類',
  every: 'すべての種類',
  time: '時刻',
  status: '応答',
  request: 'リクエスト',
  duration: '所要時間',
  subject: '対象',
  replayShown: (n) => `表示中の ${n} 件を再送信`,
  replayed: (done, failed) => `${done} 件を再送信、失敗 ${failed} 件`,
}
