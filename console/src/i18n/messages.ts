import type { Translated } from './texts.ts'

export const en = {
  title: 'Messages',
  search: 'Search',
  searchHint: 'to:+1555* status:failed code:30003 …',
  time: 'Time',
  from: 'From',
  to: 'To',
  status: 'Status',
  segments: 'Segments',
  body: 'Text',
  incoming: 'came in',
  outgoing: 'went out',
  fresh: (n: number) => `${n} new`,
  empty: 'No message yet',
  emptyHint: 'Messages of all accounts appear here as they are sent and come in. Send the first one:',
  nothing: 'No message fits the search',
}

export const ja: Translated<typeof en> = {
  title: 'メッセージ',
  search: '検索',
  searchHint: 'to:+1555* status:failed code:30003 …',
  time: '時刻',
  from: '送信元',
  to: '宛先',
  status: '状態',
  segments: 'セグメント',
  body: '本文',
  incoming: '受信',
  outgoing: '送信',
  fresh: (n) => `新着 ${n} 件`,
  empty: 'メッセージはまだありません',
  emptyHint: '送受信されたすべてのアカウントのメッセージがここに表示されます。最初の一通を送ってみましょう:',
  nothing: '検索に一致するメッセージはありません',
}
