import type { Translated } from './texts.ts'

/** How what happened is made to happen again, elsewhere. */
export const en = {
  curl: 'Copy as curl',
  test: 'Copy as test',
  missing: {
    unmade: 'This request was never made.',
    json: 'The JSON that was sent is not kept, so there is no curl of it.',
    redacted: 'What people said is not kept, so there is no curl of it.',
  },
  send: 'Send again',
  sent: 'Sent again',
  copyOnly: 'Its account is another than that of this server’s credentials: copy it, and give its token.',
}

export const ja: Translated<typeof en> = {
  curl: 'curl としてコピー',
  test: 'テストとしてコピー',
  missing: {
    unmade: 'このリクエストは送信されていません。',
    json: '送信した JSON は保存されないため、curl にできません。',
    redacted: '本文は保存されない設定のため、curl にできません。',
  },
  send: 'もう一度送る',
  sent: 'もう一度送りました',
  copyOnly: 'このサーバーの認証情報とは別のアカウントです。コピーしてトークンを指定してください。',
}
