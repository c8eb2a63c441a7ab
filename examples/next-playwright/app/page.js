'use client'

import { useEffect, useState } from 'react'

export default function Page() {
  const [state, setState] = useState({ step: 'number', phone: '', error: '' })
  const [ready, setReady] = useState(false)
  useEffect(() => setReady(true), [])

  async function submit(event, path, next) {
    event.preventDefault()
    const given = { phone: state.phone, ...Object.fromEntries(new FormData(event.currentTarget)) }
    const answer = await fetch(path, { method: 'POST', body: JSON.stringify(given) })
    if (answer.ok) setState({ step: next, phone: given.phone, error: '' })
    else setState({ ...state, error: (await answer.json()).error })
  }

  return (
    <main>
      <h1>Acme</h1>
      {state.error && <p role="alert">{state.error}</p>}
      {state.step === 'number' && (
        <form onSubmit={(event) => submit(event, '/api/codes', 'code')}>
          <label>
            Your number <input name="phone" type="tel" required />
          </label>
          <button disabled={!ready}>Send me a code</button>
        </form>
      )}
      {state.step === 'code' && (
        <form onSubmit={(event) => submit(event, '/api/codes/check', 'done')}>
          <label>
            The code <input name="code" inputMode="numeric" autoComplete="one-time-code" required />
          </label>
          <button>Sign up</button>
        </form>
      )}
      {state.step === 'done' && <p>Welcome, {state.phone}!</p>}
    </main>
  )
}
