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
}
