import type { Project, Runner } from './detect-project.ts'

export interface NewFile {
  path: string
  text: string
}

const above = 'Each test has an account of its own, and a phone that nobody else has.'

/** A first test, which passes as soon as its packages are there: a message is sent, and its code read from a phone. */
export function firstTest(runner: Runner, project: Project): NewFile {
  const { sdk } = project
  switch (runner) {
    case 'vitest':
    case 'playwright':
      return withFixtures(runner, project)
    case 'jest':
    case 'node':
      return withHooks(runner, project)
    case 'pytest':
      return { path: 'tests/test_trunkline.py', text: sdk ? pytestWithSdk : pytestAlone }
    case 'rspec':
      return { path: 'spec/trunkline_spec.rb', text: rspec }
  }
}

/** For runners that hand each test what it asks for. They read modules and TypeScript as they are. */
function withFixtures(runner: 'vitest' | 'playwright', { language, sdk }: Project): NewFile {
  const ending = language === 'typescript' ? 'ts' : 'js'
  const [path, imports] =
    runner === 'vitest'
      ? [
          `test/trunkline.test.${ending}`,
          `import { test } from 'trunkline/testing/vitest'\nimport { expect } from 'vitest'`,
        ]
      : [`tests/trunkline.spec.${ending}`, `import { expect, test } from 'trunkline/testing/playwright'`]
  return {
    path,
    text: `${imports}
${sdk ? `import twilio from 'twilio'\n` : ''}
// ${above}
test('a code reaches a phone', async ({ account, phone }) => {
${steps(sdk)}
  expect(await phone.waitForCode()).toBe('314159')
})
`,
  }
}

/** For runners that only know before and after; in what Node itself reads, and Jest without a transform. */
function withHooks(runner: 'jest' | 'node', { language, modules, sdk }: Project): NewFile {
  const asModule = runner === 'node' || language === 'typescript'
  const load = (what: string, from: string) =>
    asModule ? `import ${what} from '${from}'\n` : `const ${what} = require('${from}')\n`
  const ending =
    runner === 'node' ? (modules ? 'js' : 'mjs') : language === 'typescript' ? 'ts' : modules ? 'cjs' : 'js'
  const ofNode = `import assert from 'node:assert/strict'\nimport { test } from 'node:test'\n`
  const code = 'await phone.waitForCode()'
  return {
    path: `test/trunkline.test.${ending}`,
    text: `${runner === 'node' ? ofNode : ''}${load('{ useTrunkline }', `trunkline/testing/${runner}`)}${sdk ? load('twilio', 'twilio') : ''}
// ${above}
const trunkline = useTrunkline()

test('a code reaches a phone', async () => {
  const { account, phone } = trunkline
${steps(sdk)}
  ${runner === 'node' ? `assert.equal(${code}, '314159')` : `expect(${code}).toBe('314159')`}
})
`,
  }
}

const steps = (sdk: boolean): string =>
  sdk
    ? `  const client = account.client(twilio)
  await client.messages.create({ to: phone.number, from: account.phoneNumber, body: 'Your code is 314159' })`
    : `  await fetch(\`\${account.env().TRUNKLINE_URL}/2010-04-01/Accounts/\${account.sid}/Messages.json\`, {
    method: 'POST',
    headers: { authorization: \`Basic \${btoa(\`\${account.sid}:\${account.authToken}\`)}\` },
    body: new URLSearchParams({ To: phone.number, From: account.phoneNumber, Body: 'Your code is 314159' }),
  })`

const pytestWithSdk = `# ${above}
def test_a_code_reaches_a_phone(trunkline, trunkline_phone):
    client = trunkline.client()
    client.messages.create(to=trunkline_phone.number, from_=trunkline.phone_number, body="Your code is 314159")
    assert trunkline_phone.wait_for_code() == "314159"
`

const pytestAlone = `# ${above}
def test_a_code_reaches_a_phone(trunkline, trunkline_phone):
    trunkline.control.rest(
        "POST",
        f"/2010-04-01/Accounts/{trunkline.sid}/Messages.json",
        trunkline.credentials,
        {"To": trunkline_phone.number, "From": trunkline.phone_number, "Body": "Your code is 314159"},
    )
    assert trunkline_phone.wait_for_code() == "314159"
`

// The official SDK for Ruby has to be led to the server by \`trunkline exec\`; this asks it without.
const rspec = `# frozen_string_literal: true

require "trunkline/rspec"

# ${above}
RSpec.describe "a phone", :trunkline do
  it "gets a code" do
    phone = trunkline.phone
    form = { To: phone.number, From: trunkline.phone_number, Body: "Your code is 314159" }
    path = "/2010-04-01/Accounts/#{trunkline.sid}/Messages.json"
    trunkline.control.rest("POST", path, trunkline.credentials, form: form)
    expect(phone).to have_received_message(/code is 314159/)
  end
end
`
