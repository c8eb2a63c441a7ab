import type { Translated } from './texts.ts'

/** Why an application refuses what is signed for it. */
export const en = {
  title: 'Signature: why the application may have refused it',
  signed: 'What is signed, to the letter',
  sent: 'X-Twilio-Signature that was sent',
  changed: 'It was not computed with the token that the account has now.',
  received: 'The signature that the application computed',
  find: 'Name the mistake',
  found: 'The mistake',
  unknown: 'That is none of the known mistakes.',
  same: 'That is the right one.',
  guesses: (n: number) => `${n} usual mistakes, and the signature that each makes`,
  diagnose: 'Find out by trying',
  diagnosing: 'Trying …',
  tried: (n: number) => (n === 1 ? '1 request was made to find out.' : `${n} requests were made to find out.`),
}

export const ja: Translated<typeof en> = {
  title: '署名: アプリケーションが拒否した理由',
  signed: '署名の対象（そのままの文字列）',
  sent: '送信された X-Twilio-Signature',
  changed: '現在のアカウントのトークンで計算されたものではありません。',
  received: 'アプリケーションが計算した署名',
  find: '間違いを調べる',
  found: '間違い',
  unknown: '既知の間違いではありません。',
  same: 'その署名は正しいものです。',
  guesses: (n) => `よくある間違い ${n} 件と、それぞれの署名`,
  diagnose: '実際に試して調べる',
  diagnosing: '試しています…',
  tried: (n) => `調べるために ${n} 件のリクエストを送りました。`,
}
