import type { Translated } from './texts.ts'

export const en = {
  title: 'Lab',
  hint: 'Time and failure, as a test sets them. What is set here holds for the whole server, and for everybody who uses it.',
  clock: 'Clock',
  now: 'Now',
  running: 'running',
  frozen: 'frozen',
  ahead: (text: string) => `${text} ahead of real time`,
  behind: (text: string) => `${text} behind real time`,
  freeze: 'Freeze',
  resume: 'Let it run',
  advance: 'Advance',
  by: 'By',
  done: (n: number, settled: boolean) =>
    `${n} things fell due and were done${settled ? '' : '; not all ended in time'}`,
  due: 'What falls due next',
  noJobs: 'Nothing is waiting.',
  jobs: (n: number) => (n === 1 ? '1 thing waits' : `${n} things wait`),
  faults: 'Faults',
  noFaults: 'Nothing goes wrong on purpose.',
  seed: (n: number) => `Seed ${n}: the same seed gives the same faults.`,
  happened: (done: number, seen: number) => `happened ${done} of ${seen} times`,
  remove: (name: string) => `Remove ${name}`,
  clear: 'Remove all',
  presets: 'Presets',
  set: 'Set',
  teaches: 'Shows',
  /** What each preset does and teaches; unless it is here, as the server tells it. */
  preset: {} as Record<string, { words: string; teaches: string }>,
  own: 'One of your own',
  template: 'Begin with',
  fault: 'The fault, as JSON',
  add: 'Add',
  notJson: 'This is no JSON.',
}

export const ja: Translated<typeof en> = {
  title: 'ラボ',
  hint: 'テストで使う時刻と障害です。ここでの設定はサーバー全体と、それを使う全員に効きます。',
  clock: '時計',
  now: '現在',
  running: '動作中',
  frozen: '停止中',
  ahead: (text) => `実時間より ${text} 進んでいます`,
  behind: (text) => `実時間より ${text} 遅れています`,
  freeze: '止める',
  resume: '動かす',
  advance: '進める',
  by: '進める時間',
  done: (n, settled) => `期限の来た ${n} 件を実行しました${settled ? '' : '（時間内に終わらないものがあります）'}`,
  due: '次に期限が来るもの',
  noJobs: '待っているものはありません。',
  jobs: (n) => `${n} 件待機中`,
  faults: '障害',
  noFaults: '意図的な障害は設定されていません。',
  seed: (n) => `シード ${n}: 同じシードなら同じ障害が起こります。`,
  happened: (done, seen) => `${seen} 回中 ${done} 回発生`,
  remove: (name) => `${name} を削除`,
  clear: 'すべて削除',
  presets: 'プリセット',
  set: '設定',
  teaches: '確かめられること',
  preset: {
    'carrier-outage': {
      words:
        'どの通信事業者もメッセージや通話を受け付けず、毎秒再試行されます。受け付けたものは、障害を取り除くと届きます。',
      teaches: '途中のメッセージを二度送らないこと、届いていないものを届いたと伝えないこと。',
    },
    'receipt-storm': {
      words: '通信事業者がすべてを 20 回余分に報告し、`delivered` はアプリケーションにも同時に 10 回余分に伝わります。',
      teaches: '何度伝わっても一度と数えること、同時のリクエストが互いに妨げないこと。',
    },
    'flaky-webhook': {
      words:
        'アプリケーションへのリクエストの 5 件に 1 件は 503、10 件に 1 件は接続できず、5 件に 1 件は 1 秒遅れます。',
      teaches: 'コールバックで伝わらなかったことを別の方法で知ること、必要な所に代替アドレスと再試行があること。',
    },
    'out-of-order-callbacks': {
      words:
        'ステータスコールバックは、同じメッセージや通話の後のものが伝わるまで止められます。`delivered` が `sent` より先に届きます。',
      teaches: '配信済みのメッセージを送信済みに戻さないこと。',
    },
    'duplicate-webhooks': {
      words: 'アプリケーションへの通知と問い合わせがすべて二度行われます。',
      teaches: '同じことを二度しないこと。`I-Twilio-Idempotency-Token` は二度とも同じです。',
    },
    'forged-webhooks': {
      words: 'アプリケーションへのリクエストの署名が正しくありません。',
      teaches: '署名を検証し、署名できない相手には何もしないこと。',
    },
    'rate-limited': {
      words: '作成の半分が 429 とコード 20429 で拒否されます。',
      teaches: 'クライアントが待って再試行し、いつかはあきらめること。',
    },
    'lost-answers': {
      words: '作成の半分は保存・実行されますが、応答の前に接続が切れます。',
      teaches: '再試行に `Idempotency-Key` を付け、同じテキストを二度送らないこと。',
    },
    'slow-network': {
      words: 'API とアプリケーションへのリクエストが 2 秒余分にかかります。',
      teaches: '送信を待って止まるページがないこと、タイムアウトが一時の遅れより長いこと。',
    },
    'lost-receipts': {
      words: 'メッセージは届きますが、通信事業者はそれを報告せず、`sent` のままです。',
      teaches: '`delivered` をいつまでも待たないこと。',
    },
    undelivered: {
      words: 'およそ 5 通に 1 通が 30003 で `undelivered` になります。',
      teaches: '失敗に気づき、別の方法で相手に知らせること。',
    },
  },
  own: '自分で作る',
  template: 'ひな形',
  fault: '障害（JSON）',
  add: '追加',
  notJson: 'JSON ではありません。',
}
