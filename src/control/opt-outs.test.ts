import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accept, add } from '../domain/write.ts'
import { aService } from '../store/records.testing.ts'
import { type Asked, type RunningControl, runningControl } from './running-control.testing.ts'

const french = {
  stop: { keywords: ['arret', 'Fini'], reply: 'Fini.' },
  start: { keywords: ['RETOUR'], reply: 'Rebonjour.' },
  help: { keywords: [], reply: '' },
}

describe('the words for silence of a messaging service', () => {
  const service = aService()
  let control: RunningControl
  beforeEach(async () => {
    control = await runningControl()
    await control.store.keep(accept([add('messagingService', service)]))
  })
  afterEach(() => control.close())
  const ask = (method: Asked['method'] = 'GET', payload?: object, sid = service.sid) =>
    control.ask(`/services/${sid}/opt-outs`, { method, ...(payload && { payload }) })

  test('are the usual ones until it has its own, which are compared in capitals', async () => {
    expect((await ask()).json).toEqual({ optOuts: null })
    const set = { ...french, stop: { keywords: ['ARRET', 'FINI'], reply: 'Fini.' } }
    expect(await ask('PUT', french)).toMatchObject({ status: 200, json: { optOuts: set } })
    expect((await ask()).json).toEqual({ optOuts: set })
    const kept = await control.store.messagingServices.find(service.accountSid, service.sid)
    expect(kept?.settings).toEqual({ ...service.settings, optOuts: set })
    expect((await ask('DELETE')).status).toBe(204)
    expect((await ask()).json).toEqual({ optOuts: null })
  })

  test.each([
    ['two words', { ...french, help: { keywords: ['AU SECOURS!'], reply: '' } }, 'help is {"keywords"'],
    ['no words', { ...french, stop: { reply: '' } }, 'stop is {"keywords"'],
    [
      'a reply that is too long',
      { ...french, stop: { keywords: [], reply: 'x'.repeat(321) } },
      'at most 320 characters',
    ],
    ['more', { ...french, stop: { ...french.stop, from: '+1' } }, 'stop is {"keywords"'],
    ['one word for two things', { ...french, help: { keywords: ['Arret'], reply: '' } }, 'ARRET is there twice'],
  ])('are not %s', async (_, payload, text) => {
    const { status, json } = await ask('PUT', payload)
    expect([status, json.error]).toEqual([400, expect.stringContaining(text)])
    expect((await ask()).json).toEqual({ optOuts: null })
  })

  test('of a service that is not there are not found', async () => {
    expect((await ask('PUT', french, 'MG0')).json).toEqual({ error: 'there is no messaging service MG0' })
  })
})
