import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { controlReference } from '../../scripts/control-reference.ts'
import { runningControl } from './running-control.testing.ts'
import { controlRoutes } from './routes.ts'

const routes = Object.values(controlRoutes).flat()

test('the document tells of every route, with what it takes and what it answers', async () => {
  await using control = await runningControl()
  const { json } = await control.ask('/openapi.json')
  expect(json).toMatchObject({ openapi: '3.1.0', servers: [{ url: '/_trunkline/v1' }] })
  const paths = json.paths as Record<string, Record<string, object>>
  const told = Object.entries(paths).flatMap(([at, item]) => Object.keys(item).map((method) => `${method} ${at}`))
  expect(new Set(told)).toEqual(new Set(routes.map(({ method, at }) => `${method.toLowerCase()} ${at}`)))
  expect(paths['/phones/{number}/messages']?.get).toMatchObject({
    operationId: 'getPhonesByNumberMessages',
    parameters: [
      { name: 'number', in: 'path', required: true },
      { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 1000 } },
      { name: 'after', in: 'query' },
      { name: 'direction', in: 'query', schema: { enum: ['received', 'all'] } },
      { name: 'wait', in: 'query' },
    ],
    responses: { 200: { content: { 'application/json': { schema: { required: ['messages'] } } } } },
  })
  expect(paths['/accounts/{sid}/blocks']?.post).toMatchObject({
    requestBody: { required: true, content: { 'application/json': { schema: { required: ['to'] } } } },
    responses: { 201: {}, default: { $ref: '#/components/responses/Problem' } },
  })
  const ids = Object.values(paths).flatMap((item) =>
    Object.values(item).map((one) => (one as { operationId: string }).operationId),
  )
  expect(new Set(ids).size).toBe(ids.length)
})

test('every name in braces is declared, and every declared name stands in the path', () => {
  for (const { at, input } of routes)
    expect([...at.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)).toEqual(Object.keys(input.path))
})

test('the guide has a curl for every path', () => {
  const guide = readFileSync(new URL('../../docs/guide/control.md', import.meta.url), 'utf8')
  const names = new Map([...guide.matchAll(/^(\w+)=(\S+)$/gm)].map(([, name = '', value = '']) => [name, value]))
  const expanded = (text: string): string =>
    text.replace(/\$(control|account|phone)\b/g, (_, name: string) => expanded(names.get(name) ?? ''))
  const asked = [...guide.matchAll(/^curl .*$/gm)].map(([line]) => expanded(line))
  for (const { at } of routes) {
    const path = `/_trunkline/v1${at.replaceAll(/\{\w+\}/g, '[^/ ]+')}`
    expect(
      asked.some((line) => new RegExp(`${path}(["? ]|$)`).test(line)),
      at,
    ).toBe(true)
  }
})

test('the table of the guide is the one that `npm run docs` writes', () => {
  const guide = readFileSync(new URL('../../docs/guide/control.md', import.meta.url), 'utf8')
  expect(guide).toBe(controlReference(guide))
})
